// One run on the page: its panels, all showing the same moment.
class StepscopeView {
  constructor(data, seek) {
    const {el} = StepscopeDraw;
    this.run = new StepscopeFold.RunFold(data);
    this.seek = seek;
    this.texts = null;
    this.selected = null;
    this.known = new Map();
    const select = (id) => {
      this.select(id);
      if (window.innerWidth < 1000) this.reader.element.scrollIntoView({block: "start", behavior: "smooth"});  // it is below
    };
    this.lanes = new StepscopeLanes(this.run, select);
    this.memory = new StepscopeMemory(this.run);
    this.vote = new StepscopeVote(this.run, select);
    const goTo = (t, trace) => { if (trace) this.select(trace); seek(t); };
    this.events = new StepscopeEvents(this.run, goTo);
    this.notes = new StepscopeNotes(this.run, goTo);
    this.reader = new StepscopeReader(this.run);
    this.moment = el("p", {class: "moment"});
    this.status = el("p", {class: "status", role: "status"});
    this.element = el("article", {class: "run"}, this.head(),
      el("div", {class: "middle"}, this.lanes.element, this.reader.element),
      el("div", {class: "side"}, this.vote.element, this.memory.element, this.notes.element, this.events.element));
  }

  head() {
    const {el, counted, visible} = StepscopeDraw;
    const h = this.run.header;
    const facts = [h.policy_title, counted(h.n, "trace", "traces"), h.model, h.scorer ? "scorer " + h.scorer : "no scorer",
      `seed ${h.options.seed}`, h.device || h.backend, h.started ? h.started.slice(0, 10) : null];
    const settings = el("dl", {class: "settings"});
    for (const [key, value] of Object.entries(h.options)) {
      if (value === null || value === "") continue;
      settings.append(el("dt", {}, key.replaceAll("_", " ")), el("dd", {dir: "auto"}, visible(String(value))));
    }
    return el("div", {class: "head"},
      this.run.run.label ? el("h1", {}, this.run.run.label) : null,
      el("p", {class: "facts"}, facts.filter(Boolean).map(visible).join(" \u00B7 ")),
      h.simulated ? el("p", {class: "notice"}, "Simulated: a script wrote this run, not a model.") : null,
      h.what_if ? el("p", {class: "notice"}, "What if: the passes come from a recording, and times are simulated.") : null,
      this.moment,
      this.status,
      el("details", {}, el("summary", {}, "Policy and settings"), el("p", {}, h.policy_text), settings));
  }

  /**
   * The colour of each voter's answer: in the order in which answers came. Runs side by side give an answer the same
   * colour: `known` holds those that the first of them gave at its end, by the answer's text.
   */
  placesOf(answers) {
    const places = new Map();
    const taken = new Map(this.known);
    const inOrder = [...answers].sort((a, b) => a.firstAt - b.firstAt);
    for (const answer of inOrder) {
      if (!taken.has(answer.answer)) taken.set(answer.answer, taken.size);
      for (const id of answer.traces) places.set(id, taken.get(answer.answer));
    }
    return places;
  }

  /** Of an answer by its number, as at the run's end. */
  colorOf(number) {
    if (!this.colors) {
      const answers = StepscopeFold.answersOf(this.run.last);
      const places = this.placesOf(answers);
      this.colors = new Map(answers.map((answer) => [answer.number, places.get(answer.traces[0])]));
    }
    return this.colors.get(number) ?? 0;
  }

  knownAtEnd() {
    const answers = StepscopeFold.answersOf(this.run.last).sort((a, b) => a.firstAt - b.firstAt);
    return new Map(answers.map((answer, place) => [answer.answer, place]));
  }

  show(t, duration) {
    const state = this.run.at(t);
    this.state = state;
    StepscopeDraw.setText(this.moment, `At ${StepscopeDraw.seconds(t)} of ${StepscopeDraw.seconds(duration)}`);
    const answers = StepscopeFold.answersOf(state);
    const places = this.placesOf(answers);
    if (this.selected === null && state.traces.length) this.selected = answers.length ? answers[0].traces[0] : 1;
    this.lanes.show(state, places);
    this.lanes.select(this.selected);
    this.memory.show(state, duration);
    this.vote.show(state, answers, places, duration, (number) => this.colorOf(number));
    this.events.show(state);
    this.notes.show(t);
    if (this.selected !== null) this.reader.show(state, this.selected);
    this.tell(state, answers);
  }

  tell(state, answers) {
    const {counted, setText, shortened} = StepscopeDraw;
    const active = state.traces.filter((trace) => StepscopeFold.ACTIVE.has(trace.state)).length;
    const what = state.phase !== "finished" ? `${active} of ${state.traces.length} traces go on` :
      answers.length ? `The answer is ${shortened(answers[0].answer, 80)}` : "The run ended without an answer";
    const right = state.phase !== "finished" || !answers.length || answers[0].right === null ? "" :
      answers[0].right ? ", which is right" : `, which is wrong (right: ${shortened(this.run.header.known_answer, 40)})`;
    const verdict = state.would && state.would.finished && this.run.run.verdict ? " Let finish after the run: " + this.run.run.verdict : "";
    setText(this.status, `${what}${right}. ${counted(state.generated, "token", "tokens")}` +
      (state.recomputed ? `, ${StepscopeDraw.grouped(state.recomputed)} recomputed` : "") +
      `, ${counted(state.pruned, "trace", "traces")} pruned.${verdict}`);
  }

  select(id) {
    this.selected = id;
    this.lanes.select(id);
    if (this.state) this.reader.show(this.state, id);
  }

  selectBy(by) { this.select(this.lanes.next(this.selected, by)); }

  setTexts(texts) {
    this.texts = new StepscopeFold.Texts(this.run, texts);
    this.reader.texts = this.texts;
    if (this.state && this.selected !== null) this.reader.show(this.state, this.selected);
  }

  redraw(all) {
    this.lanes.redraw(all);
    this.memory.draw();
    this.vote.shown = "";
    this.vote.drawShares();
  }
}
