// The state of a run at a time, folded from the rows of an exported page (app/export/page_data.h). The same states as
// the program's own fold gives, number by number; tests/app_export.cpp compares them. Knows no document: it runs in a
// browser and in node.
const StepscopeFold = (() => {
  const ACTIVE = new Set(["queued", "prefill", "running", "waiting"]);
  const NEWEST_STEPS = 5;

  function newTrace(id, t) {
    return {
      id, state: "queued", tokens: 0, steps: [], stepCount: 0, scoreSum: 0, answer: null, right: null, recomputed: 0,
      waited: 0, waitingSince: 0, addedAt: t, endedAt: null, blocks: 0, parent: null, branch: 0, given: 0,
      handFrom: null, earlier: null, isProtected: false, cause: null, freed: 0, among: 0, reason: null,
    };
  }

  function newState(header) {
    return {
      rows: 0, t: 0, phase: "empty", generated: 0, recomputed: 0, pruned: 0, passes: 0, scorer: header.scorer,
      n: header.n, traces: [], end: null, endMessage: "",
      kv: {blocks: header.kv_blocks, used: 0, peak: 0, prompt: 0, saturated: null},
      votes: new Map(),  // number of an answer -> {traces, weights}
      would: null,       // what cut traces wrote after the run: {traces: Map, finished, tokens}
    };
  }

  function copyState(state) {
    const copy = {...state, kv: {...state.kv}, traces: state.traces.map((trace) => ({...trace})), votes: new Map()};
    for (const [number, vote] of state.votes)
      copy.votes.set(number, {traces: vote.traces.slice(), weights: vote.weights.slice()});
    if (state.would) {
      copy.would = {...state.would, traces: new Map()};
      for (const [id, trace] of state.would.traces) copy.would.traces.set(id, {...trace});
    }
    return copy;
  }

  /** Copies share the array of steps; each knows how many of them it has. */
  function pushStep(trace, step) {
    trace.steps[trace.stepCount++] = step;
    trace.scoreSum += step.score;
  }

  function addScore(trace, end, score, t) {
    const begin = trace.stepCount ? trace.steps[trace.stepCount - 1].end : 0;
    pushStep(trace, {begin, end, score: Math.fround(score), t});
  }

  function takePast(child, parent, tokens) {
    for (let i = 0; i < parent.stepCount && parent.steps[i].end <= tokens; ++i) pushStep(child, parent.steps[i]);
  }

  /** Other scores for the same steps. Earlier states keep the array that they had. */
  function rescore(trace, scores) {
    const before = trace.steps;
    trace.steps = [];
    trace.stepCount = trace.scoreSum = 0;
    scores.forEach((score, i) => pushStep(trace, {...before[i], score: Math.fround(score)}));
  }

  function finish(trace, state, t) {
    if (trace.state === "waiting") trace.waited += t - trace.waitingSince;
    trace.state = state;
    trace.endedAt = t;
    trace.blocks = 0;
  }

  function scoreOf(trace, rule) {
    const count = trace.stepCount;
    if (count === 0) return null;
    if (rule === "mean") return trace.scoreSum / count;
    const newest = Math.min(count, rule === "last" ? 1 : NEWEST_STEPS);
    let sum = 0;
    for (let i = count - newest; i < count; ++i) sum += trace.steps[i].score;
    return sum / newest;
  }

  // ---- rows

  const ROWS = {
    prompt(s, [blocks]) { s.kv.prompt = blocks; },
    add(s, [id], t) { s.traces.push(newTrace(id, t)); },
    admit(s, [id, recomputed, waited, blocks]) {
      const trace = s.traces[id - 1];
      if (trace.state === "waiting") trace.waited += waited;
      trace.state = "prefill";
      trace.recomputed += recomputed;
      s.recomputed += recomputed;
      trace.blocks = blocks;
    },
    pass(s, [set, blocks], t, sets) {
      for (const id of sets[set]) {
        const trace = s.traces[id - 1];
        trace.state = "running";
        ++trace.tokens;
      }
      s.generated += sets[set].length;
      for (const [id, held] of blocks || []) s.traces[id - 1].blocks = held;
      ++s.passes;
    },
    score(s, [id, end, score], t) { addScore(s.traces[id - 1], end, score, t); },
    saturated(s, _, t) { if (s.kv.saturated === null) s.kv.saturated = t; },
    limits(s, [blocks, n]) { s.kv.blocks = blocks; s.n = n; },
    paused(s) { s.phase = "paused"; },
    resumed(s) { s.phase = "running"; },
    prune(s, [id, cause, freed, among, answer, right], t) {
      const trace = s.traces[id - 1];
      finish(trace, "pruned", t);
      Object.assign(trace, {cause, freed, among, answer, right});
      ++s.pruned;
    },
    preempt(s, [id], t) {
      const trace = s.traces[id - 1];
      trace.blocks = 0;
      trace.state = "waiting";
      trace.waitingSince = t;
    },
    protect(s, [id, on]) { s.traces[id - 1].isProtected = on; },
    branch(s, [id, parentId, tokens, blocks], t) {
      const parent = s.traces[parentId - 1];
      s.traces.push({
        ...parent, id, parent: parentId, branch: tokens, steps: parent.steps.slice(0, parent.stepCount), blocks,
        recomputed: 0, waited: 0, addedAt: t, given: 0, isProtected: false,
      });
    },
    fork(s, [id, parentId, tokens, given, handFrom, earlier], t) {
      const trace = newTrace(id, t);
      Object.assign(trace, {parent: parentId, branch: tokens, given, handFrom, earlier, tokens: tokens + given});
      if (parentId !== null) takePast(trace, s.traces[parentId - 1], tokens);
      s.traces.push(trace);
    },
    finish(s, [id, state, answer, right, reason], t) {
      finish(s.traces[id - 1], state, t);
      Object.assign(s.traces[id - 1], {answer, right, reason});
    },
    rescore(s, [scorer, traces]) {
      s.scorer = scorer;
      for (const [id, scores] of traces) rescore(s.traces[id - 1], scores);
    },
    end(s, [word, message]) { s.phase = "finished"; s.end = word; s.endMessage = message; },
    go(s, [ids]) { goOn(s, ids); },
    other() {},
  };

  /** Cut traces go on after the run, in copies. */
  function goOn(s, ids) {
    s.would = s.would || {traces: new Map(), finished: false, tokens: 0};
    s.would.finished = false;
    for (const id of ids) {
      const cut = s.traces[id - 1];
      const trace = s.would.traces.get(id) || {...cut, steps: cut.steps.slice(0, cut.stepCount), base: cut.tokens};
      Object.assign(trace, {state: "running", blocks: 0, reason: null, answer: null, right: null});
      s.would.traces.set(id, trace);
    }
  }

  const ROWS_AFTER = {
    pass(s, [set], t, sets) {
      for (const id of sets[set]) ++s.would.traces.get(id).tokens;
      s.would.tokens += sets[set].length;
    },
    score(s, [id, end, score], t) { addScore(s.would.traces.get(id), end, score, t); },
    finish(s, [id, state, answer, right, reason]) {
      Object.assign(s.would.traces.get(id), {state, answer, right, reason});
    },
    rescore(s, [, traces]) { for (const [id, scores] of traces) rescore(s.would.traces.get(id), scores); },
    end(s) { s.would.finished = true; },
    go(s, [ids]) { goOn(s, ids); },
    other() {},
  };

  // ---- the vote

  function countVote(votes, change) {
    if (Array.isArray(change[1])) {  // counted anew
      for (const [number, traces, weights] of change[1]) {
        if (traces.length === 0) votes.delete(number);
        else votes.set(number, {traces: traces.slice(), weights: weights.slice()});
      }
      return;
    }
    const [, number, id, weight] = change;
    if (!votes.has(number)) votes.set(number, {traces: [], weights: []});
    const vote = votes.get(number);
    let at = vote.traces.length;
    while (at > 0 && vote.traces[at - 1] > id) --at;
    vote.traces.splice(at, 0, id);
    vote.weights.splice(at, 0, weight);
  }

  /** Heaviest first; of equal ones, that of the lowest trace. */
  function answersOf(state) {
    const answers = [];
    for (const [number, {traces, weights}] of state.votes) {
      const first = state.traces[traces[0] - 1];
      let weight = 0, firstAt = Infinity;
      for (const w of weights) weight += w;
      for (const id of traces) firstAt = Math.min(firstAt, state.traces[id - 1].endedAt);
      answers.push({number, answer: first.answer, weight, traces, weights, right: first.right, firstAt});
    }
    answers.sort((a, b) => b.weight - a.weight || a.traces[0] - b.traces[0]);
    return answers;
  }

  function marginOf(answers) {
    return answers.length === 0 ? 0 : answers[0].weight - (answers.length > 1 ? answers[1].weight : 0);
  }

  // ---- all rows of a run

  class RunFold {
    constructor(run) {
      this.run = run;
      this.header = run.header;
      this.rows = run.events;
      this.latest = new Float64Array(this.rows.length);
      this.usedAt = new Map(run.kv);
      this.votesAt = new Map(run.votes.map((change) => [change[0], change]));
      this.kept = [];  // states on the way, to begin from
      const state = newState(this.header);
      let stride = 512, last = -Infinity;
      for (let i = 0; i < this.rows.length; ++i) {
        const isAfter = this.rows[i][1].startsWith("+");
        if (i === 0 || !isAfter) last = Math.max(last, this.rows[i][0]);
        this.latest[i] = last;
        if (i >= (this.kept.length ? this.kept[this.kept.length - 1].rows + stride : 0)) {
          this.kept.push(copyState(state));
          stride = Math.max(512, 4 * state.traces.length);
        }
        this.apply(state, i);
      }
      this.last = state;
      this.cursor = null;
      this.duration = state.t;
    }

    apply(state, i) {
      const [t, word, ...values] = this.rows[i];
      if (word.startsWith("+")) {
        ROWS_AFTER[word.slice(1)](state, values, t, this.run.sets);
      } else {
        if (i === 0) state.phase = "running";
        ROWS[word](state, values, t, this.run.sets);
        state.t = Math.max(state.t, t);
      }
      if (this.usedAt.has(i)) {
        state.kv.used = this.usedAt.get(i);
        state.kv.peak = Math.max(state.kv.peak, state.kv.used);
      }
      if (this.votesAt.has(i)) countVote(state.votes, this.votesAt.get(i));
      state.rows = i + 1;
    }

    /** Rows up to time t. */
    countUntil(t) {
      let low = 0, high = this.latest.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (t < this.latest[middle]) high = middle;
        else low = middle + 1;
      }
      return low;
    }

    /** The state after so many rows. It belongs to the fold: the next call may change it. */
    after(count) {
      if (count >= this.rows.length) return this.last;
      let low = 0, high = this.kept.length;
      while (low + 1 < high) {
        const middle = (low + high) >> 1;
        if (this.kept[middle].rows <= count) low = middle;
        else high = middle;
      }
      const from = this.kept[low];
      if (!this.cursor || this.cursor.rows > count || this.cursor.rows < from.rows) this.cursor = copyState(from);
      while (this.cursor.rows < count) this.apply(this.cursor, this.cursor.rows);
      return this.cursor;
    }

    at(t) { return this.after(this.countUntil(t)); }

    /** Entries of the log that are there in a state: [row, t, kind, trace, text]. */
    logCount(state) {
      let low = 0, high = this.run.log.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.run.log[middle][0] < state.rows) low = middle + 1;
        else high = middle;
      }
      return low;
    }

    score(trace) { return scoreOf(trace, this.header.score_rule); }
  }

  // ---- texts

  /** What the traces of a run wrote, by tokens. */
  class Texts {
    constructor(run, texts) {
      this.texts = texts;
      this.places = run.last.traces.map((trace) => ({parent: trace.parent, branch: trace.parent ? trace.branch : 0}));
      this.bases = new Map();
      if (run.last.would) for (const [id, trace] of run.last.would.traces) this.bases.set(id, trace.base);
      this.ends = new Map();
    }

    /** [text, where each token ends] of a trace's own part, or of what it wrote after the run. */
    part(id, isAfter) {
      const key = isAfter ? -id : id;
      if (!this.ends.has(key)) {
        const [text, lengths] = (isAfter && this.texts[id - 1].after) || (isAfter ? ["", []] : this.texts[id - 1].own);
        const ends = new Uint32Array(lengths.length + 1);
        for (let i = 0; i < lengths.length; ++i) ends[i + 1] = ends[i] + lengths[i];
        this.ends.set(key, [text, ends]);
      }
      return this.ends.get(key);
    }

    /** Tokens [begin, end) of a trace; `isAfter`: of the copy that went on after the run. */
    slice(id, begin, end, isAfter = false) {
      const pieces = [];
      if (isAfter && this.bases.has(id) && end > this.bases.get(id)) {
        const base = this.bases.get(id);
        const [text, ends] = this.part(id, true);
        pieces.push(text.slice(ends[Math.max(begin, base) - base], ends[Math.min(end - base, ends.length - 1)]));
        end = base;
      }
      for (let at = id; at && begin < end; at = this.places[at - 1].parent) {
        const base = this.places[at - 1].branch;
        if (end <= base) continue;
        const [text, ends] = this.part(at, false);
        pieces.push(text.slice(ends[Math.max(begin, base) - base], ends[Math.min(end - base, ends.length - 1)]));
        end = base;
      }
      return pieces.reverse().join("");
    }
  }

  // ---- the form in which the program gives its own state (app/export/shown_state.h)

  function traceJson(run, texts, trace, isAfter) {
    return {
      trace: trace.id, state: trace.state, tokens: trace.tokens, score: run.score(trace), answer: trace.answer,
      right: trace.right, recomputed: trace.recomputed, blocks: trace.blocks, parent: trace.parent,
      branch_tokens: trace.branch, given_tokens: trace.given, hand_from: trace.handFrom, protected: trace.isProtected,
      prune_cause: trace.state === "pruned" ? trace.cause : null,
      steps: trace.steps.slice(0, trace.stepCount).map((step) => [step.end, step.score, step.t]),
      text: texts ? texts.slice(trace.id, 0, trace.tokens, isAfter) : null,
    };
  }

  function waitedOf(state, trace) {
    return trace.waited + (trace.state === "waiting" ? state.t - trace.waitingSince : 0);
  }

  function stateJson(run, texts, state) {
    const answers = answersOf(state);
    return {
      t: state.t, phase: state.phase, generated: state.generated, recomputed: state.recomputed, pruned: state.pruned,
      passes: state.passes, scorer: state.scorer,
      traces: state.traces.map((trace) => ({
        ...traceJson(run, texts, trace, false), waited_s: waitedOf(state, trace),
      })),
      kv: {
        blocks: state.kv.blocks, used: state.kv.used, peak: state.kv.peak, prompt: state.kv.prompt,
        saturated_s: state.kv.saturated,
      },
      vote: {
        answers: answers.map(({answer, weight, traces, weights, right}) => ({answer, weight, traces, weights, right})),
        margin: marginOf(answers),
      },
      log: run.run.log.slice(0, run.logCount(state)).map(([, t, kind, trace, text]) => [t, kind, trace, text]),
      would_have: state.would && {
        traces: [...state.would.traces.keys()].sort((a, b) => a - b)
          .map((id) => traceJson(run, texts, state.would.traces.get(id), true)),
        finished: state.would.finished, tokens: state.would.tokens,
      },
    };
  }

  /** How the vote came about: [t, [[number, weight]]] after each change of it. */
  function voteHistory(run) {
    const votes = new Map();
    return run.run.votes.map((change) => {
      countVote(votes, change);
      return [run.latest[change[0]],
        [...votes].map(([number, {weights}]) => [number, weights.reduce((sum, weight) => sum + weight, 0)])];
    });
  }

  return {ACTIVE, RunFold, Texts, voteHistory, answersOf, marginOf, stateJson, waitedOf};
})();

if (typeof module !== "undefined") module.exports = StepscopeFold;
