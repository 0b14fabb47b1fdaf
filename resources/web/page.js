// The page: unpacks the runs, and has the time that all of them show.
(() => {
  const byId = (id) => document.getElementById(id);
  const slider = byId("slider"), message = byId("message");
  let views = [], duration = 0, now = 0, stops = [], playing = null, wanted = false;

  // ---- time

  function show() {
    wanted = false;
    for (const view of views) view.show(now, duration);
    slider.value = now;
    slider.setAttribute("aria-valuetext", StepscopeDraw.seconds(now));
    StepscopeDraw.setText(byId("clock"), `${StepscopeDraw.seconds(now)} of ${StepscopeDraw.seconds(duration)}`);
    const isPlaying = playing !== null;
    StepscopeDraw.setText(byId("play"), isPlaying ? "\u23F8\uFE0E" : "\u25B6\uFE0E");
    byId("play").setAttribute("aria-label", isPlaying ? "Pause" : "Play");
  }

  /** At most once a frame, however fast the slider moves. */
  function seek(t) {
    now = Math.min(duration, Math.max(0, t));
    if (!wanted) requestAnimationFrame(show);
    wanted = true;
  }

  function play(on) {
    if (!on) playing = null;
    else if (playing === null) {
      if (now >= duration) now = 0;
      playing = performance.now();
      requestAnimationFrame(tick);
    }
    seek(now);
  }

  function tick(time) {
    if (playing === null) return;
    const passed = Math.max(0, time - playing) / 1000 * Number(byId("speed").value);
    playing = time;
    if (now + passed >= duration) {
      now = duration;
      play(false);
      return;
    }
    seek(now + passed);
    requestAnimationFrame(tick);
  }

  /** To the next event in that direction. */
  function step(by) {
    play(false);
    const later = stops.filter((t) => by > 0 ? t > now : t < now);
    seek(later.length === 0 ? (by > 0 ? duration : 0) : by > 0 ? later[0] : later[later.length - 1]);
  }

  function drawTicks() {
    const drawn = StepscopeDraw.begin(byId("ticks"));
    if (!drawn || duration <= 0) return;
    const colors = StepscopeDraw.colors;
    const looks = {pruned: colors.bad, finished: colors.good, preempted: colors.warn, saturated: colors.text};
    const thumb = 8;  // half of it: the slider's ends stand so far inside
    for (const view of views) {
      for (const [row, , kind] of view.run.run.log) {
        if (!looks[kind]) continue;
        drawn.context.fillStyle = looks[kind];
        drawn.context.fillRect(thumb + view.run.latest[row] / duration * (drawn.width - 2 * thumb), 0, 1, drawn.height);
      }
    }
  }

  // ---- theme

  function redraw() {
    StepscopeDraw.readColors();
    for (const view of views) view.redraw();
    drawTicks();
    if (views.length) show();
  }

  function switchTheme() {
    document.documentElement.dataset.theme = StepscopeDraw.colors.dark ? "light" : "dark";
    redraw();
  }

  let themeBefore = null;
  function forPaper(on) {
    const root = document.documentElement;
    if (on) themeBefore = root.dataset.theme;
    root.dataset.theme = on ? "light" : themeBefore;
    redraw();
  }

  // ---- keys

  function onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || byId("help").open) return;
    const isControl = event.target.matches("select, summary") || (event.target.matches("button") && event.key === " ");
    if (isControl) return;
    const small = duration / 100;
    const actions = {
      " ": () => play(playing === null),
      ArrowLeft: () => event.shiftKey ? seek(now - small) : step(-1),
      ArrowRight: () => event.shiftKey ? seek(now + small) : step(1),
      Home: () => { play(false); seek(0); },
      End: () => { play(false); seek(duration); },
      ArrowUp: () => views.forEach((view) => view.selectBy(-1)),
      ArrowDown: () => views.forEach((view) => view.selectBy(1)),
      t: switchTheme,
      T: switchTheme,
      "?": () => byId("help").showModal(),
    };
    if (event.target.matches(".text") && ["ArrowUp", "ArrowDown", "Home", "End", " "].includes(event.key)) return;
    if (!actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  }

  function connect() {
    slider.addEventListener("input", () => { play(false); seek(Number(slider.value)); });
    byId("play").addEventListener("click", () => play(playing === null));
    byId("before").addEventListener("click", () => step(-1));
    byId("after").addEventListener("click", () => step(1));
    byId("theme").addEventListener("click", switchTheme);
    byId("keys").addEventListener("click", () => byId("help").showModal());
    document.addEventListener("keydown", onKey);
    window.addEventListener("resize", drawTicks);
    window.addEventListener("beforeprint", () => forPaper(true));
    window.addEventListener("afterprint", () => forPaper(false));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  }

  function fillSpeeds() {
    const longest = 60;  // seconds that a run takes to play at first
    const speeds = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300];
    const first = duration <= longest ? 1 : speeds.find((speed) => duration / speed <= longest) || 300;
    byId("speed").append(...speeds.map((speed) =>
      StepscopeDraw.el("option", {value: String(speed), selected: speed === first}, speed + "\u00D7")));
  }

  // ---- the beginning

  async function open() {
    StepscopeDraw.readColors();
    if (!StepscopeData.canUnpack()) {
      message.textContent = "This browser cannot unpack the run (it has no DecompressionStream). Browsers from 2023 on can: " +
        "Chrome or Edge 80, Firefox 113, Safari 16.4 or later.";
      return;
    }
    const core = await StepscopeData.unpack("core");
    views = core.runs.map((run) => new StepscopeView(run, (t) => { play(false); seek(t); }));
    const most = Math.max(...views.map((view) => view.lanes.most));
    const known = views.length > 1 ? views[0].knownAtEnd() : new Map();
    for (const view of views) {
      view.lanes.most = most;
      view.known = known;
    }
    duration = Math.max(...views.map((view) => view.run.duration));
    stops = [...new Set(views.flatMap((view) => view.run.run.log.map(([row]) => view.run.latest[row])))].sort((a, b) => a - b);
    const problem = StepscopeDraw.visible(views[0].run.header.problem);
    byId("problem").textContent = problem;
    document.title = StepscopeDraw.shortened(problem, 60) + " \u2013 Stepscope";
    byId("runs").dataset.count = views.length;
    byId("runs").append(...views.map((view) => view.element));
    slider.max = duration;
    fillSpeeds();
    connect();
    message.hidden = true;
    byId("timebar").hidden = false;
    now = Math.min(core.at, duration);
    show();
    drawTicks();
    window.stepscopeStateAt = (t, run = 0) =>
      StepscopeFold.stateJson(views[run].run, views[run].texts, views[run].run.at(t));
    window.stepscopeShow = (t) => { now = t; show(); };  // at once, for measuring
    await new Promise((resolve) => setTimeout(resolve));  // the first paint comes before the texts
    const texts = await StepscopeData.unpack("texts");
    views.forEach((view, i) => view.setTexts(texts[i]));
    document.documentElement.dataset.ready = "yes";
  }

  open().catch((error) => {
    message.hidden = false;
    message.textContent = "The run in this page cannot be read: " + error.message;
  });
})();
