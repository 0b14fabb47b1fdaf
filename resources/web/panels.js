// Memory, vote and events beside the lanes.

/** Blocks of the KV cache: who holds them now, and how many were in use over time. */
class StepscopeMemory {
  constructor(run) {
    const {el} = StepscopeDraw;
    this.run = run;
    this.points = run.run.kv.map(([row, used]) => [run.latest[row], used]);
    this.limits = [[0, run.header.kv_blocks]];
    this.prunes = [];
    run.rows.forEach(([, word, value], row) => {
      if (word === "limits") this.limits.push([run.latest[row], value]);
      if (word === "prune") this.prunes.push(run.latest[row]);
    });
    this.figure = el("span", {class: "figure"});
    this.note = el("p", {class: "muted"});
    this.bar = el("canvas", {class: "gauge", "aria-hidden": "true"});
    this.chart = el("canvas", {class: "chart", "aria-hidden": "true"});
    this.element = el("section", {class: "panel memory-panel"},
      el("h2", {}, "KV cache ", el("span", {class: "grow"}), this.figure), this.bar, this.chart, this.note);
    this.size = new ResizeObserver(() => this.draw());
    this.size.observe(this.chart);
  }

  show(state, duration) {
    const {setText, counted, seconds, grouped} = StepscopeDraw;
    this.state = state;
    this.duration = duration;
    const {used, blocks, peak, saturated} = state.kv;
    setText(this.figure, `${grouped(used)} of ${grouped(blocks)} blocks`);
    const mib = this.run.header.block_bytes * blocks / 1048576;
    const size = this.run.header.block_bytes ? ` (${mib < 10 ? mib.toFixed(1) : Math.round(mib)} MiB)` : "";
    setText(this.note, `${counted(this.run.header.block_tokens, "token", "tokens")} a block${size}; peak ` +
      `${grouped(peak)}. ` + (saturated === null ? "Not full so far." : `Full for the first time at ${seconds(saturated)}.`));
    this.draw();
  }

  draw() {
    if (!this.state) return;
    this.drawBar();
    this.drawChart();
  }

  drawBar() {
    const drawn = StepscopeDraw.begin(this.bar);
    if (!drawn) return;
    const {context, width, height} = drawn, {kv, traces} = this.state, colors = StepscopeDraw.colors;
    const all = Math.max(kv.blocks, kv.used, 1);
    context.fillStyle = colors.track;
    context.fillRect(0, 0, width, height);
    let x = 0;
    const part = (blocks, color) => {
      const length = Math.min(blocks / all * width, width - x);
      context.fillStyle = color;
      context.fillRect(x, 0, length > 3 ? length - 1 : length, height);
      x += length;
    };
    part(kv.prompt, colors.prompt);
    let held = 0;
    for (const trace of traces) held += trace.blocks;
    // Blocks that a branch shares with its parent count once.
    const share = held > 0 ? Math.max(0, kv.used - kv.prompt) / held : 0;
    for (const trace of traces) {
      if (trace.blocks) part(trace.blocks * share, trace.stepCount ? StepscopeDraw.scoreColor(this.run.score(trace)) : colors.faint);
    }
  }

  drawChart() {
    const drawn = StepscopeDraw.begin(this.chart);
    if (!drawn) return;
    const {context, width, height} = drawn, colors = StepscopeDraw.colors, now = this.state.t;
    const most = Math.max(1, this.run.last.kv.peak, ...this.limits.map(([, blocks]) => blocks));
    const x = (t) => this.duration > 0 ? t / this.duration * width : 0;
    const y = (blocks) => height - 1 - blocks / most * (height - 8);
    const line = (from, to, color, fill) => {
      context.beginPath();
      let used = 0, begun = false;
      context.moveTo(x(from), fill ? height : y(0));
      for (const [t, blocks] of this.points) {
        if (t > to) break;
        if (t >= from) {
          if (!begun) context.lineTo(x(from), y(used));
          begun = true;
          context.lineTo(x(t), y(used));
          context.lineTo(x(t), y(blocks));
        }
        used = blocks;
      }
      context.lineTo(x(to), y(used));
      if (fill) {
        context.lineTo(x(to), height);
        context.fillStyle = color;
        context.fill();
      } else {
        context.strokeStyle = color;
        context.stroke();
      }
    };
    line(0, this.duration, colors.track, true);
    context.globalAlpha = 0.35;
    line(0, now, colors.accent, true);
    context.globalAlpha = 1;
    context.fillStyle = colors.muted;
    this.limits.forEach(([t, blocks], i) => {
      const end = i + 1 < this.limits.length ? this.limits[i + 1][0] : this.duration;
      context.fillRect(x(t), y(blocks), x(end) - x(t), 1);
    });
    context.fillStyle = colors.bad;
    for (const t of this.prunes) if (t <= now) context.fillRect(x(t), 0, 1, 5);
    context.fillStyle = colors.text;
    context.fillRect(Math.min(width - 1, x(now)), 0, 1, height);
  }
}

/** Answers with their weights now, and how their shares came about. */
class StepscopeVote {
  constructor(run, onSelect) {
    const {el} = StepscopeDraw;
    this.run = run;
    this.onSelect = onSelect;
    this.figure = el("span", {class: "figure"});
    this.list = el("div", {class: "answers"});
    this.chart = el("canvas", {class: "chart shares", "aria-hidden": "true"});
    const most = 1000;  // votes: a run has one a trace
    this.history = run.run.votes.length <= most ? StepscopeFold.voteHistory(run) : [];
    this.size = new ResizeObserver(() => this.drawShares());
    this.size.observe(this.chart);
    this.element = el("section", {class: "panel vote-panel"},
      el("h2", {}, "Vote ", el("span", {class: "grow"}), this.figure), this.list,
      this.history.length > 1 ? this.chart : null);
  }

  /** Shares of the answers over the run, one on the other; what is still to come stands pale. */
  drawShares() {
    const drawn = this.now === undefined ? null : StepscopeDraw.begin(this.chart);
    if (!drawn || !(this.duration > 0)) return;
    const {context, width, height} = drawn;
    this.history.forEach(([t, weights], i) => {
      const end = i + 1 < this.history.length ? this.history[i + 1][0] : this.duration;
      const left = Math.round(t / this.duration * width), right = Math.round(end / this.duration * width);
      let all = 0, from = 0;
      for (const [, weight] of weights) all += Math.max(0, weight);
      context.globalAlpha = t <= this.now ? 1 : 0.25;
      for (const [number, weight] of weights) {
        const share = all > 0 ? Math.max(0, weight) / all : 0;
        context.fillStyle = StepscopeDraw.answerColor(this.colorOf(number));
        context.fillRect(left, height * (1 - from - share), right - left, height * share);
        from += share;
      }
    });
    context.globalAlpha = 1;
    context.fillStyle = StepscopeDraw.colors.text;
    context.fillRect(Math.min(width - 1, this.now / this.duration * width), 0, 1, height);
  }

  show(state, answers, places, duration, colorOf) {
    Object.assign(this, {now: state.t, duration, colorOf});
    this.drawShares();
    const {el, setText, counted, score2, shortened, answerColor, visible} = StepscopeDraw;
    const key = JSON.stringify([answers.map((a) => [a.number, a.weight, a.traces]), StepscopeDraw.colors.dark]);
    if (key === this.shown) return;
    this.shown = key;
    const isWeighted = this.run.header.votes !== "equal";
    const margin = StepscopeFold.marginOf(answers);
    setText(this.figure, answers.length === 0 ? "no vote yet" : `margin ${isWeighted ? margin.toFixed(2) : margin}`);
    let all = 0;
    for (const answer of answers) all += Math.max(0, answer.weight);
    const most = 12;
    this.list.replaceChildren(...answers.slice(0, most).map((answer) => {
      const color = answerColor(places.get(answer.traces[0]));
      const fill = el("i", {class: "fill"});
      fill.style.width = `${all > 0 ? 100 * Math.max(0, answer.weight) / all : 0}%`;
      fill.style.background = color;
      const right = answer.right === true ? el("b", {class: "good"}, "\u2713 right") :
        answer.right === false ? el("b", {class: "bad"}, "\u2717 wrong") : null;
      const name = el("span", {class: "name", dir: "auto", title: visible(answer.answer)}, shortened(answer.answer, 40));
      const count = (isWeighted ? `weight ${score2(answer.weight)}, ` : "") + counted(answer.traces.length, "trace", "traces");
      const voters = answer.traces.slice(0, 40).map((id) => {
        const link = el("button", {type: "button", class: "link", title: "Read this trace"}, "#" + id);
        link.addEventListener("click", () => this.onSelect(id));
        return link;
      });
      return el("div", {class: "candidate"}, el("div", {class: "line"}, name, right, el("span", {class: "grow"}), count),
        el("div", {class: "bar"}, fill), el("div", {class: "voters"}, ...voters));
    }));
    if (answers.length > most) this.list.append(el("p", {class: "muted"}, `${answers.length - most} more answers`));
  }
}

/** The log. What comes later than the moment shown stands pale; a click goes there. */
class StepscopeEvents {
  constructor(run, onSeek) {
    const {el, seconds, visible} = StepscopeDraw;
    const most = 2000;
    this.run = run;
    this.entries = run.run.log.slice(0, most).map(([row, t, kind, trace, text]) => {
      const line = el("button", {type: "button", class: "event", title: "Go to this moment"},
        el("span", {class: "time"}, seconds(t)), el("span", {class: "kind " + kind}, kind),
        el("span", {class: "what", dir: "auto"}, (trace ? "#" + trace + " " : "") + visible(text)));
      line.addEventListener("click", () => onSeek(run.latest[row], trace));
      return line;
    });
    const left = run.run.log.length - this.entries.length;
    this.list = el("div", {class: "events"}, ...this.entries,
      left > 0 ? el("p", {class: "muted"}, `${left} later events are not listed here; events.csv has them.`) : null);
    this.figure = el("span", {class: "figure"});
    this.element = el("section", {class: "panel events-panel"},
      el("h2", {}, "Events ", el("span", {class: "grow"}), this.figure), this.list);
    this.reached = -1;
  }

  show(state) {
    const reached = this.run.logCount(state);
    if (reached === this.reached) return;
    StepscopeDraw.setText(this.figure, `${reached} of ${this.run.run.log.length}`);
    this.entries.forEach((line, i) => line.classList.toggle("later", i >= reached));
    const current = this.entries[Math.min(reached, this.entries.length) - 1];
    if (current) this.list.scrollTop = current.offsetTop - this.list.offsetTop - this.list.clientHeight / 2;
    this.reached = reached;
  }
}

/** What people wrote about the recording; a click goes to the moment. Absent where nobody wrote anything. */
class StepscopeNotes {
  constructor(run, onSeek) {
    const {el, seconds, visible} = StepscopeDraw;
    this.notes = run.run.notes || [];
    this.lines = this.notes.map(({t, trace, step, text}) => {
      const about = trace === null ? "" : "#" + trace + (step === null ? "" : ", step " + step);
      const line = el("button", {type: "button", class: "event", title: "Go to this moment"},
        el("span", {class: "time"}, seconds(t)), el("span", {class: "kind"}, about),
        el("span", {class: "what note", dir: "auto"}, visible(text)));
      line.addEventListener("click", () => onSeek(t, trace));
      return line;
    });
    this.element = this.notes.length === 0 ? null : el("section", {class: "panel notes-panel"},
      el("h2", {}, "Notes ", el("span", {class: "grow"}), el("span", {class: "figure"}, String(this.notes.length))),
      el("div", {class: "events"}, ...this.lines));
  }

  show(t) { this.lines.forEach((line, i) => line.classList.toggle("later", this.notes[i].t > t)); }
}
