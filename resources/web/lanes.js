// The lanes: a row a trace with its steps as a strip, coloured by score. Only rows in sight are drawn, and only when
// they changed.
const FEW_STEPS = 64;  // that are drawn anew each time
const FIRST_DRAWN = 64;  // rows

class StepscopeLanes {
  constructor(run, onSelect) {
    const {el} = StepscopeDraw;
    this.run = run;
    this.onSelect = onSelect;
    this.rows = new Map();
    this.pictures = new WeakMap();  // of the steps of long traces
    this.order = "number";
    this.most = 1;
    for (const trace of run.last.traces) this.most = Math.max(this.most, trace.tokens);
    if (run.last.would) for (const trace of run.last.would.traces.values()) this.most = Math.max(this.most, trace.tokens);
    this.sorting = el("select", {"aria-label": "Sort lanes by"},
      ...[["number", "by number"], ["score", "by score"], ["tokens", "by tokens"], ["state", "by state"]]
        .map(([value, label]) => el("option", {value}, label)));
    this.sorting.addEventListener("change", () => { this.order = this.sorting.value; this.sort(); });
    this.list = el("div", {class: "lanes", role: "listbox", "aria-label": "Traces"});
    const legend = el("span", {class: "legend", "aria-label": "Colours of step scores, from 0 to 1"},
      "0", el("canvas", {class: "scale"}), "1");
    this.scale = legend.querySelector("canvas");
    this.count = el("span", {class: "muted"});
    this.element = el("section", {class: "panel lanes-panel"},
      el("h2", {}, "Traces ", this.count, el("span", {class: "grow"}), legend, this.sorting),
      this.titles(), this.list);
    this.watch = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        const row = this.rows.get(Number(entry.target.dataset.trace));
        row.inSight = entry.isIntersecting;
        if (row.inSight) this.draw(row);
      }
    }, {rootMargin: "200px"});
    this.size = new ResizeObserver(() => this.redraw());
    this.size.observe(this.list);
  }

  titles() {
    const {el} = StepscopeDraw;
    const title = (name, text) => el("span", {class: name}, text);
    return el("div", {class: "lane titles", "aria-hidden": "true"}, title("number", "trace"), title("glyph", ""),
      title("word", "state"), title("score", "score"), title("steps", "steps: width tokens, colour score"),
      title("tokens", "tokens"), title("answer", "answer"));
  }

  rowOf(id) {
    if (this.rows.has(id)) return this.rows.get(id);
    const {el} = StepscopeDraw;
    // The first ones are drawn at once; later the observer says who is in sight.
    const row = {id, inSight: id <= FIRST_DRAWN, drawn: "", trace: null};
    row.glyph = el("span", {class: "glyph", "aria-hidden": "true"});
    row.word = el("span", {class: "word"});
    row.score = el("span", {class: "score"});
    row.strip = el("canvas", {class: "strip", "aria-hidden": "true"});
    row.tokens = el("span", {class: "tokens"});
    row.answer = el("span", {class: "answer", dir: "auto"});
    row.element = el("button", {class: "lane", type: "button", role: "option"},
      el("span", {class: "number"}, "#" + id), row.glyph, row.word, row.score, row.strip, row.tokens, row.answer);
    row.element.dataset.trace = id;
    row.element.addEventListener("click", () => this.onSelect(id));
    row.strip.addEventListener("mousemove", (event) => this.hint(row, event));
    this.rows.set(id, row);
    this.list.append(row.element);
    this.watch.observe(row.element);
    return row;
  }

  show(state, places) {
    this.state = state;
    this.places = places;
    const {setText} = StepscopeDraw;
    setText(this.count, `${state.traces.length}`);
    for (const [id, row] of this.rows) row.element.hidden = id > state.traces.length;
    for (const trace of state.traces) {
      const row = this.rowOf(trace.id);
      row.trace = trace;
      row.would = state.would ? state.would.traces.get(trace.id) : undefined;
      this.fill(row);
      if (row.inSight) this.draw(row);
    }
    if (this.order !== "number") this.sort();
  }

  fill(row) {
    const {GLYPHS, grouped, score2, setText, shortened, answerColor} = StepscopeDraw;
    const {trace, would} = row;
    const score = this.run.score(trace);
    const answer = would ? would.answer : trace.answer;
    const key = `${trace.state} ${trace.tokens} ${trace.stepCount} ${answer} ${trace.isProtected} ${score}`;
    if (row.filled === key + this.places.get(trace.id)) return;
    row.filled = key + this.places.get(trace.id);
    row.element.dataset.state = trace.state;
    setText(row.glyph, trace.isProtected ? "\u26E8" : GLYPHS[trace.state]);
    setText(row.word, trace.state);
    setText(row.score, score2(score));
    setText(row.tokens, grouped(trace.tokens));
    const right = would ? would.right : trace.right;
    const mark = right === true ? " \u2713" : right === false ? " \u2717" : "";
    setText(row.answer, answer === null ? "" : (would ? "(" + shortened(answer, 18) + ")" : shortened(answer, 20)) + mark);
    row.answer.title = answer === null ? "" : StepscopeDraw.visible(answer);
    const place = this.places.get(trace.id);
    row.answer.style.color = place === undefined ? "" : answerColor(place);
    row.element.setAttribute("aria-label", `Trace ${trace.id}, ${trace.state}, score ${score2(score)}, ` +
      `${trace.tokens} tokens` + (answer === null ? "" : `, answer ${shortened(answer, 60)}`));
  }

  draw(row) {
    const {trace, would} = row;
    if (!trace) return;
    const key = `${trace.state} ${trace.tokens} ${trace.stepCount} ${row.strip.clientWidth} ` +
      `${StepscopeDraw.colors.dark} ${would ? would.tokens : 0} ${window.devicePixelRatio}`;
    if (row.drawn === key && row.steps === trace.steps) return;
    const drawn = StepscopeDraw.begin(row.strip);
    if (!drawn) return;
    row.drawn = key;
    row.steps = trace.steps;
    const {context, width, height} = drawn, colors = StepscopeDraw.colors;
    const x = (token) => token / this.most * width;
    if (would) {
      context.globalAlpha = 0.35;
      this.drawSteps(context, would, trace.tokens, x, height);
    }
    const isCut = trace.state === "pruned" || trace.state === "stopped";
    context.globalAlpha = isCut ? 0.55 : 1;
    this.drawSteps(context, trace, 0, x, height);
    context.globalAlpha = 1;
    if (trace.branch > 0) {
      context.fillStyle = colors.muted;
      context.fillRect(0, height - 2, x(trace.branch), 2);
    }
    if (trace.state === "pruned") {
      context.fillStyle = colors.bad;
      context.fillRect(Math.min(width - 2, x(trace.tokens)), 0, 2, height);
    }
  }

  drawSteps(context, trace, fromToken, x, height) {
    const end = Math.max(fromToken, trace.stepCount ? trace.steps[trace.stepCount - 1].end : 0);
    if (end > fromToken) {
      if (trace.steps.length > FEW_STEPS) {
        const ratio = window.devicePixelRatio || 1, left = x(fromToken), length = x(end) - left;
        context.drawImage(this.pictureOf(trace.steps, x, height, ratio), left * ratio, 0, length * ratio, height * ratio,
          left, 0, length, height);
      } else {
        this.fillSteps(context, trace.steps, trace.stepCount, fromToken, x, height);
      }
    }
    if (trace.tokens > end) {
      context.fillStyle = StepscopeDraw.colors.track;
      context.fillRect(x(end), 0, x(trace.tokens) - x(end), height);
    }
  }

  /** All steps of a long trace, drawn once: a moment shows the part of them that is there. */
  pictureOf(steps, x, height, ratio) {
    const width = Math.max(1, Math.ceil(x(steps[steps.length - 1].end) * ratio));
    const key = `${steps.length} ${width} ${ratio}`;
    let picture = this.pictures.get(steps);
    if (!picture || picture.key !== key) {
      picture = {key, canvas: document.createElement("canvas")};
      picture.canvas.width = width;
      picture.canvas.height = Math.ceil(height * ratio);
      const context = picture.canvas.getContext("2d");
      context.scale(ratio, ratio);
      this.fillSteps(context, steps, steps.length, 0, x, height);
      this.pictures.set(steps, picture);
    }
    return picture.canvas;
  }

  /** Steps of at least a pixel each; narrower ones share it, as their mean. */
  fillSteps(context, steps, stepCount, fromToken, x, height) {
    let from = fromToken;
    for (let i = 0; i < stepCount; ++i) {
      let {end, score} = steps[i];
      if (end <= fromToken) continue;
      let count = 1;
      while (i + 1 < stepCount && x(steps[i + 1].end) - x(from) < 1) {
        ++i;
        ++count;
        score += steps[i].score;
        end = steps[i].end;
      }
      const left = x(from), length = x(end) - left;
      context.fillStyle = StepscopeDraw.scoreColor(score / count);
      context.fillRect(left, 0, length > 4 ? length - 1 : length, height);
      from = end;
    }
  }

  hint(row, event) {
    const token = event.offsetX / row.strip.clientWidth * this.most;
    const step = row.trace.steps.slice(0, row.trace.stepCount).findIndex((s) => s.end > token);
    row.strip.title = step < 0 ? "" : `Step ${step + 1}: score ${StepscopeDraw.score2(row.trace.steps[step].score)}`;
  }

  select(id) {
    for (const [number, row] of this.rows) row.element.setAttribute("aria-selected", number === id ? "true" : "false");
  }

  /** The trace that stands so many rows further down. */
  next(id, by) {
    const shown = [...this.list.children].filter((child) => !child.hidden);
    const at = shown.findIndex((child) => Number(child.dataset.trace) === id);
    const to = shown[Math.min(shown.length - 1, Math.max(0, at + by))];
    if (to) to.scrollIntoView({block: "nearest"});
    return to ? Number(to.dataset.trace) : id;
  }

  sort() {
    const states = Object.keys(StepscopeDraw.GLYPHS);
    const keys = {
      number: (t) => t.id,
      score: (t) => -(this.run.score(t) ?? -1),
      tokens: (t) => -t.tokens,
      state: (t) => states.indexOf(t.state),
    };
    const key = keys[this.order];
    const sorted = [...this.state.traces].sort((a, b) => key(a) - key(b) || a.id - b.id);
    const wanted = sorted.map((trace) => this.rows.get(trace.id).element);
    const hidden = [...this.list.children].filter((child) => child.hidden);
    if (wanted.every((element, i) => this.list.children[i] === element)) return;
    this.list.append(...wanted, ...hidden);
  }

  /** `all`: also those out of sight, for paper. */
  redraw(all = false) {
    const drawn = StepscopeDraw.begin(this.scale);
    if (drawn) {
      for (let px = 0; px < drawn.width; ++px) {
        drawn.context.fillStyle = StepscopeDraw.scoreColor(px / (drawn.width - 1));
        drawn.context.fillRect(px, 0, 1, drawn.height);
      }
    }
    for (const row of this.rows.values()) {
      row.drawn = "";
      row.filled = "";
      if (row.trace) this.fill(row);
      if (row.inSight || all) this.draw(row);
    }
  }
}
