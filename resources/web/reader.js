// The text of the chosen trace, a step a paragraph with its score in front, up to the moment shown.
class StepscopeReader {
  constructor(run) {
    const {el} = StepscopeDraw;
    this.run = run;
    this.texts = null;
    this.title = el("span", {class: "title"});
    this.facts = el("span", {class: "muted"});
    this.body = el("div", {class: "text", tabIndex: 0, role: "document", "aria-label": "Text of the trace"});
    this.element = el("section", {class: "panel reader-panel"},
      el("h2", {}, this.title, " ", this.facts), this.body);
  }

  show(state, id) {
    const {setText, score2, counted, seconds} = StepscopeDraw;
    const trace = state.traces[id - 1];
    const would = state.would && state.would.traces.get(id);
    setText(this.title, "Trace " + id);
    if (!trace) {
      setText(this.facts, "has not begun yet");
      this.body.replaceChildren();
      this.of = null;
      return;
    }
    const waited = StepscopeFold.waitedOf(state, trace);
    const facts = [trace.state + (trace.cause && trace.state === "pruned" ? " (" + trace.cause + ")" : ""),
      "score " + score2(this.run.score(trace)), counted(trace.tokens, "token", "tokens"),
      waited > 0 ? "waited " + seconds(waited) : null, trace.parent ? "goes on from #" + trace.parent : null,
      trace.isProtected ? "protected" : null, would ? "text after the cut was written after the run" : null];
    setText(this.facts, facts.filter(Boolean).join(" \u00B7 "));
    this.write(would || trace, Boolean(would), trace);
  }

  /** Keeps the paragraphs of steps that stand already, and writes only what is new. */
  write(trace, isAfter, cut) {
    if (!this.texts) {
      if (this.of !== null) this.body.replaceChildren("The text is being unpacked\u2026");
      this.of = null;
      return;
    }
    const isSame = this.of && this.of.id === trace.id && this.of.steps === trace.steps && this.of.isAfter === isAfter;
    if (!isSame) {
      this.body.replaceChildren();
      this.of = {id: trace.id, steps: trace.steps, isAfter, written: 0};
      this.tail = StepscopeDraw.el("p", {class: "step tail", dir: "auto"});
      this.body.append(this.tail);
    }
    while (this.of.written > trace.stepCount) {
      this.body.children[--this.of.written].remove();
    }
    const fresh = document.createDocumentFragment();
    for (; this.of.written < trace.stepCount; ++this.of.written) fresh.append(this.paragraph(trace, this.of.written, isAfter, cut));
    this.body.insertBefore(fresh, this.tail);
    const from = trace.stepCount ? trace.steps[trace.stepCount - 1].end : 0;
    StepscopeDraw.setText(this.tail, StepscopeDraw.visible(this.texts.slice(trace.id, from, trace.tokens, isAfter)));
  }

  paragraph(trace, at, isAfter, cut) {
    const {el, score2, scoreColor, scoreInk, visible} = StepscopeDraw;
    const {begin, end, score} = trace.steps[at];
    const chip = el("span", {class: "chip", title: `Step ${at + 1}`}, score2(score));
    chip.style.background = scoreColor(score);
    chip.style.color = scoreInk(score);
    const isByHand = trace.handFrom !== null && end > trace.handFrom && begin < trace.branch + trace.given;
    const note = end <= trace.branch ? "from #" + trace.parent : isByHand ? "by hand" :
      isAfter && end > cut.tokens ? "after the run" : null;
    const text = visible(this.texts.slice(trace.id, begin, end, isAfter)).replace(/\s+$/, "");
    return el("p", {class: "step" + (note ? " marked" : ""), dir: "auto"}, chip, note ? el("em", {}, note) : null, text);
  }
}
