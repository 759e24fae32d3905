// What a portal does with the element: it listens, and takes nothing of the estate.

const total = document.querySelector("#total");
document.querySelector("subcap-estimator").addEventListener("subcap-estimate", ({ detail }) => {
  const agreement = detail.readings.find(({ reading }) => reading === "agreement");
  total.textContent = `${detail.name}: ${agreement.total} ${detail.currency}`;
});
