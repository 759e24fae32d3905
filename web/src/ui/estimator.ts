/**
 * `<subcap-estimator>`: the whole estimator in one element.
 *
 * Everything is worked out in the browser by an engine in a worker; the element itself makes no request. Styles are
 * constructable sheets and nothing is set as text of markup, so it lives under a strict content security policy, and
 * under Trusted Types. There a browser starts a worker only from an address that a policy of the portal's gave
 * (`configure({ worker })`, or a `default` policy); else the engine runs in the page.
 */

import { LitElement, type PropertyValues, type TemplateResult, html } from "lit";
import type { EnginePort, PickedFile } from "./engine-port.js";
import { comparing, taken } from "./comparing.js";
import { holdsFiles } from "./export/dropped.js";
import { fileName, save } from "./export/save.js";
import { zipped } from "./export/zip.js";
import { Format, usable } from "./format.js";
import { handing } from "./handing.js";
import { ROOM, measured } from "./measuring.js";
import { Naming } from "./naming.js";
import { type GivenFile, pickedFrom } from "./picked.js";
import { type QuickForm, example, tables, wrong } from "./quick/form.js";
import { sharing } from "./sharing.js";
import { Desk } from "./state/desk.js";
import { type Scenario, misfits, scenarioFrom } from "./state/scenario.js";
import { styles } from "./style/styles.js";
import { Telling } from "./telling.js";
import { Text, type Words } from "./text/text.js";
import { ahead, answer } from "./views/answer.js";
import { drawer } from "./views/drawer.js";
import { frame } from "./views/frame.js";
import type { Entrance } from "./views/source.js";
import { AT_FIRST, type Look, type Reason, type View } from "./views/view.js";

/** How long a message stays. */
const NOTE_MS = 12_000;

/**
 * The estimator.
 *
 * @tag subcap-estimator
 * @attr {"auto" | "light" | "dark"} theme - Colours; the system's by default. Where grounds are set below, what they are.
 * @attr {string} locale - Language tag for numbers and currency; the browser's language by default.
 * @attr {"quick" | "estate" | "demo"} start - What is there at first, and then no more: the quick estimate by default.
 * @attr {boolean} fragment - The element is the page: it reads scenarios from the address's fragment, puts them there on
 *   request, and has the browser ask before what was typed, levers and scenarios are left that are saved nowhere.
 * @fires {CustomEvent<EstimateDetail>} subcap-estimate - The answer changed: `detail` has the totals of the readings.
 * @fires {CustomEvent<ErrorDetail>} subcap-error - Something could not be worked out: `detail` has code, message and hint.
 * @csspart frame - Everything.
 * @csspart source - Where figures come from: quick estimate and estate.
 * @csspart drop - Where files are dropped.
 * @csspart headline - The range.
 * @csspart figure - One of its figures; also `figure-defended`, `figure-agreement`, `figure-opening`.
 * @csspart levers - The levers beside the answer.
 * @csspart products - Products by readings.
 * @csspart waterfall - From the defended to the opening figure.
 * @csspart ledger - Quarters by products or hosts.
 * @csspart quarters - A product by quarters.
 * @csspart tornado - What moves the answer.
 * @csspart delay - What waiting costs.
 * @csspart beside - What stands beside the claim.
 * @csspart scenarios - Scenarios side by side.
 * @csspart causes - The difference taken apart.
 * @csspart compare - Another position beside this one; also `compared`, `compared-quarters`.
 * @csspart evidence - Evidence by worth.
 * @csspart checklist - Documents by quarter.
 * @csspart odds - What the weights come to.
 * @csspart handover - Marking, pseudonyms, files.
 * @csspart paper - The position as it is printed.
 * @csspart drawer - The reason of a figure.
 * @cssprop --subcap-font - Font of everything.
 * @cssprop --subcap-accent - Colour of what can be pressed; links are as dark or light of it as text has to be.
 * @cssprop --subcap-on-accent - Text on it; black or white by default.
 * @cssprop --subcap-background - Ground of the page.
 * @cssprop --subcap-surface - Ground of cards.
 * @cssprop --subcap-text - Colour of text.
 * @cssprop --subcap-radius - Radius of corners.
 */
export class SubcapEstimator extends LitElement {
  /** How an engine is made; set once by whoever knows where its worker and wasm lie. */
  static engine: (() => EnginePort) | null = null;

  static override styles = styles;

  static override properties = {
    theme: { reflect: true },
    locale: {},
    start: {},
    fragment: { type: Boolean },
    words: { attribute: false },
    engine: { attribute: false },
  };

  declare theme: "auto" | "light" | "dark";
  declare locale: string;
  declare start: "quick" | "estate" | "demo";
  declare fragment: boolean;
  /** Another language's texts. */
  declare words: Words | undefined;
  /** An engine for this element alone, before it is connected. */
  declare engine: (() => EnginePort) | undefined;

  private begun = false;
  /** Levers given before there was a desk to set them on. */
  private given: Scenario | null = null;
  private desks: Record<"quick" | "estate", Desk> | null = null;
  private look: Look = AT_FIRST;
  private form: QuickForm = example(new Date());
  /** The figures that are not lost with the page: those of before anything was typed, or of its link. */
  private linked = this.form;
  private dragging = false;
  private room = ROOM;
  private noteTimer: ReturnType<typeof setTimeout> | undefined;
  private format_: Format | null = null;
  private words_: { words: Words | undefined; language: string; text: Text } | null = null;
  /** The marking as long as nobody wrote another one. */
  private marking = "";
  private readonly naming = new Naming();
  private readonly telling = new Telling(this);
  private printing = false;
  private drawn = "";
  private readonly paper = matchMedia("print");
  private readonly watcher = new ResizeObserver(() => this.measure());

  constructor() {
    super();
    this.theme = "auto";
    this.locale = "";
    this.start = "quick";
    this.fragment = false;
    // What was set before the element was defined lies over the accessor; Lit looks after the other properties.
    const own = Object.getOwnPropertyDescriptor(this, "scenario");
    if (own) {
      delete (this as { scenario?: unknown }).scenario;
      this.scenario = own.value as Scenario;
    }
  }

  /** The scenario document of the levers as set. None takes all levers back; what is no scenario changes nothing. */
  get scenario(): Scenario {
    return this.given ?? this.desk.levers.document;
  }

  set scenario(given: Scenario | null | undefined) {
    const document = scenarioFrom(given ?? {});
    if (!document) this.telling.refused(misfits(given));
    else if (this.begun) this.desk.levers.set(document);
    else this.given = document;
  }

  /**
   * Opens files as if they had been dropped: those of an input, or names (with folders) and what is in them. It ends
   * also where they cannot be opened: `subcap-error` says so.
   */
  async openFiles(files: GivenFile[]): Promise<void> {
    const picked = pickedFrom(files);
    if (picked) await this.openGiven(picked);
    else this.telling.refusedFiles();
  }

  private openGiven(files: PickedFile[], more = false): Promise<void> {
    const opening = this.both.estate.opening.files(files, this.look.asOf || undefined, more);
    this.set({ source: "estate", sourceOpen: true });
    return this.opened(opening);
  }

  /** Opens the invented estate. */
  openDemo(): Promise<void> {
    const opening = this.both.estate.opening.demo();
    this.set({ source: "estate", sourceOpen: true });
    return this.opened(opening);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("hashchange", this.fromFragment);
    window.addEventListener("beforeprint", this.onPrint);
    this.addEventListener("dragover", this.onDrag);
    this.addEventListener("drop", this.onDrag);
    this.paper.addEventListener("change", this.onPrint);
    // One that was gone for good begins anew: a drawing does.
    if (!this.begun) return this.requestUpdate();
    this.guard();
    // A browser takes a dialog that is moved out of its place above the page.
    const dialog = this.renderRoot.querySelector<HTMLDialogElement>("dialog[open]");
    dialog?.removeAttribute("open");
    dialog?.showModal();
  }

  /** Not before the first drawing: until then properties are put back that were set before the element was defined. */
  private begin(): void {
    if (this.begun) return;
    this.begun = true;
    void this.fromFragment();
    if (this.start === "demo") void this.openDemo();
    else if (this.start === "estate") this.set({ source: "estate" });
    else if (this.look.source === "quick") this.estimateQuick();
    if (this.given) this.desk.levers.set(this.given);
    this.given = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("hashchange", this.fromFragment);
    window.removeEventListener("beforeprint", this.onPrint);
    window.removeEventListener("beforeunload", this.onLeave);
    this.removeEventListener("dragover", this.onDrag);
    this.removeEventListener("drop", this.onDrag);
    this.paper.removeEventListener("change", this.onPrint);
    // An element that is only moved, by a framework or a hand, keeps what is open.
    setTimeout(() => {
      if (!this.isConnected) this.end();
    });
  }

  private end(): void {
    for (const desk of Object.values(this.desks ?? {})) desk.close();
    this.desks = null;
    this.look = AT_FIRST;
    this.marking = "";
    this.begun = false;
  }

  private get both(): Record<"quick" | "estate", Desk> {
    if (!this.desks) {
      const make = (): EnginePort => {
        const engine = this.engine ?? (this.constructor as typeof SubcapEstimator).engine;
        if (!engine) throw new Error("no engine: import subcap/define, or call configure() of subcap before the first element is there");
        return engine();
      };
      const redraw = (): void => this.requestUpdate();
      this.desks = { quick: new Desk(make, redraw), estate: new Desk(make, redraw, () => this.arrived()) };
    }
    return this.desks;
  }

  private get desk(): Desk {
    return this.both[this.look.source];
  }

  private set(change: Partial<Look>): void {
    this.look = { ...this.look, ...change };
    if (change.note) {
      clearTimeout(this.noteTimer);
      this.noteTimer = setTimeout(() => this.set({ note: "" }), NOTE_MS);
    }
    if (change.source === "quick" && !this.both.quick.base) this.estimateQuick();
    if (change.source === "estate") this.both.estate.prepare();
    this.requestUpdate();
  }

  /** Once an estate is there its entrance folds away, unless it has something to say: in the drawing that brings it. */
  private arrived(): void {
    if (this.both.estate.opening.exports.some((file) => file.used)) return;
    // What has the focus goes with it.
    const had = this.shadowRoot?.activeElement?.closest(".source");
    this.set({ sourceOpen: false });
    if (had) void this.updateComplete.then(() => this.shadowRoot?.querySelector<HTMLElement>("#answer")?.focus({ preventScroll: true }));
  }

  private async opened(open: Promise<void>): Promise<void> {
    await open;
    if (!this.both.estate.opening.error) return;
    await this.updateComplete;
    this.renderRoot.querySelector(".estate .problem")?.scrollIntoView({ block: "center" });
  }

  private estimateQuick(): void {
    if (wrong(this.form).length === 0) void this.both.quick.opening.tables(tables(this.form));
  }

  /** Files dropped beside a place for them are meant all the same; else the browser would leave the page for them. */
  private readonly onDrag = (event: DragEvent): void => {
    if (event.defaultPrevented || !holdsFiles(event)) return;
    event.preventDefault();
    if (event.type !== "drop") return;
    const { desk, look } = this;
    if (look.tab === "compare" && desk.base) comparing(this.view()).drop(event);
    else this.entrance().drop(event);
  };

  /** Drawn at once: the browser does not wait. */
  private readonly onPrint = (event: Event): void => {
    this.printing = event.type === "beforeprint" || this.paper.matches;
    this.requestUpdate();
    if (this.printing) this.performUpdate();
  };

  private readonly fromFragment = async (): Promise<void> => {
    if (!this.fragment) return;
    const note = await this.sharing().read(location.hash);
    if (note) this.set({ note });
  };

  private sharing() {
    return sharing(this.view(), {
      linked: (quick) => {
        this.linked = quick;
      },
      desk: (quick) => {
        if (quick) this.linked = this.form = quick;
        this.set({ source: quick ? "quick" : "estate", sourceOpen: true });
        if (quick) this.estimateQuick();
        return this.desk;
      },
    });
  }

  private measure(): void {
    const room = measured(this.room, this.renderRoot);
    if (room === this.room) return;
    this.room = room;
    this.requestUpdate();
  }

  /** The words as they are set now; English ones keep English plurals. */
  private get text(): Text {
    const words = this.words ?? undefined;
    const language = words ? usable(this.locale, document.documentElement.lang) : "en";
    if (this.words_?.words !== words || this.words_?.language !== language)
      this.words_ = { words, language, text: new Text(words, language) };
    return this.words_.text;
  }

  protected override willUpdate(): void {
    this.begin();
    const marking = this.text.t("privilege_default");
    if (this.look.privilege === this.marking) this.look = { ...this.look, privilege: marking };
    this.marking = marking;
  }

  /** The words' language says nothing of how a reader writes figures; the browser's does. */
  private format(currency: string): Format {
    const locale = usable(this.locale, navigator.language);
    if (this.format_?.locale !== locale || this.format_.currency !== currency) this.format_ = new Format(locale, currency);
    return this.format_;
  }

  private view(): View {
    const { desk } = this;
    const currency = desk.base?.currency ?? "USD";
    const { text, room } = this;
    const quick = this.look.source === "quick" ? this.form : null;
    const name = this.naming.of(desk, this.look.pseudonyms, text);
    return {
      desk,
      text,
      format: this.format(currency),
      look: this.look,
      quick,
      outdated: quick !== null && desk.base !== null && (wrong(quick).length > 0 || desk.opening.error !== null),
      name,
      // Names first: a pseudonym is no word of any sentence.
      said: (sentence) => text.said(name(sentence)),
      width: room.wide,
      column: room.column,
      size: room.size,
      set: (change) => this.set(change),
      explain: (reason) => this.explain(reason),
    };
  }

  private explain(reason: Reason): void {
    this.set({ reason });
    void this.updateComplete.then(() => {
      const dialog = this.renderRoot.querySelector<HTMLDialogElement>("dialog.drawer");
      if (dialog && !dialog.open) dialog.showModal();
    });
  }

  private entrance(): Entrance {
    return {
      form: this.form,
      type: (change) => {
        this.form = { ...this.form, ...change };
        this.estimateQuick();
        this.requestUpdate();
      },
      open: (files) => void this.openGiven(files),
      demo: () => void this.openDemo(),
      saveTables: () => void this.saveTables(),
      dragging: this.dragging,
      drag: (on) => {
        this.dragging = on;
        this.requestUpdate();
      },
      drop: (event) => {
        event.preventDefault();
        this.dragging = false;
        this.requestUpdate();
        taken(this.view(), event, ({ files, more }) => void this.openGiven(files, more));
      },
      day: (asOf) => {
        this.set({ asOf });
        const { opening } = this.both.estate;
        if (asOf && opening.wantsDay) void this.opened(opening.on(asOf));
      },
      back: () => {
        this.both.estate.opening.dismiss();
        this.set({ sourceOpen: false });
      },
    };
  }

  private async saveTables(): Promise<void> {
    const { base } = this.desk;
    const tables = await this.desk.port().convertedTables();
    save(fileName(this.view().name(base?.name ?? ""), "zip"), "application/zip", zipped(tables));
  }

  override render(): TemplateResult {
    const view = this.view();
    const theme = { now: this.theme ?? "auto", set: (to: "auto" | "light" | "dark") => (this.theme = to) };
    const content = () =>
      answer(view, { files: this.sharing(), out: handing(view), comparer: comparing(view), printing: this.printing });
    return html`${frame(view, this.entrance(), theme, this.room.size, view.desk.base ? content() : ahead())}
    ${drawer(view, () => this.set({ reason: null }))}`;
  }

  protected override firstUpdated(): void {
    const drawn = this.renderRoot.querySelector(".frame");
    if (drawn) this.watcher.observe(drawn);
    // The browser loads what it takes to write figures when the first one is written: now, while the engine starts.
    setTimeout(() => this.format("USD").money("1234.50"));
  }

  protected override updated(_changed: PropertyValues): void {
    // Layout is asked for only where another card may have another width.
    const drawn = `${this.look.tab} ${this.look.source} ${this.desk.base !== null}`;
    if (drawn !== this.drawn) this.measure();
    this.drawn = drawn;
    this.guard();
    this.telling.tell(this.desk, this.text);
  }

  /** A listener is there only while it has something to ask: with it browsers keep no page ready to come back to. */
  private guard(): void {
    const typed = JSON.stringify(this.form) !== JSON.stringify(this.linked);
    const unsaved = typed || Object.values(this.desks ?? {}).some((desk) => desk.unsaved);
    const asks = this.fragment && unsaved;
    if (asks) window.addEventListener("beforeunload", this.onLeave);
    else window.removeEventListener("beforeunload", this.onLeave);
  }

  private readonly onLeave = (event: BeforeUnloadEvent): void => event.preventDefault();

}

declare global {
  interface HTMLElementTagNameMap {
    "subcap-estimator": SubcapEstimator;
  }
}
