// The single file's own first script: unpacks the page's script, which the policy knows by its hash.
(async () => {
  const text = document.getElementById("subcap-script").textContent;
  const packed = new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))]);
  const script = document.createElement("script");
  script.textContent = await new Response(packed.stream().pipeThrough(new DecompressionStream("gzip"))).text();
  document.body.append(script);
})();
