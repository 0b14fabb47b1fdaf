// Colours, numbers and canvases that all parts of the page share. Text reaches the page as text nodes only.
const StepscopeDraw = (() => {
  // The window's map (ui/paint/score_color.cpp): red is low, blue is high, safe for colour-blind eyes.
  const STOPS = [[0, 0xa81529], [0.15, 0xd0493f], [0.32, 0xf09c77], [0.5, 0xddd9d6], [0.65, 0x9ac6de],
                 [0.82, 0x4a95c6], [1, 0x1c5a9f]];
  const ANSWERS = ["#7d3f9e", "#a88c00", "#cc5fa3", "#6a4a2e", "#2a8a90", "#a07fd6", "#6f7320", "#7f8a97"];
  const ANSWERS_DARK = ["#b982de", "#e8dc6a", "#f09ccb", "#a88058", "#4fb9bd", "#d9c4f5", "#9aa04a", "#8a94a1"];
  const GLYPHS = {queued: "\u25CB", prefill: "\u25D0", running: "\u25CF", waiting: "\u2016", pruned: "\u2702\uFE0E",
                  finished: "\u2691\uFE0E", length: "\u22A3", stopped: "\u25A0"};

  const channels = (color) => [color >> 16 & 255, color >> 8 & 255, color & 255];
  function mixedScore(score) {
    const x = Math.min(1, Math.max(0, score));
    for (let i = 1; i < STOPS.length; ++i) {
      if (x > STOPS[i][0]) continue;
      const share = (x - STOPS[i - 1][0]) / (STOPS[i][0] - STOPS[i - 1][0]);
      const a = channels(STOPS[i - 1][1]), b = channels(STOPS[i][1]);
      return a.map((from, k) => Math.round(from + (b[k] - from) * share));
    }
    return channels(STOPS[STOPS.length - 1][1]);
  }
  const SCORES = Array.from({length: 101}, (_, i) => mixedScore(i / 100));
  const SCORE_COLORS = SCORES.map(([r, g, b]) => `rgb(${r},${g},${b})`);
  const SCORE_INKS = SCORES.map(([r, g, b]) => {
    const linear = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) > 0.1791 ? "#000" : "#fff";
  });
  const bucket = (score) => Number.isFinite(score) ? Math.round(100 * Math.min(1, Math.max(0, score))) : 50;
  const scoreColor = (score) => SCORE_COLORS[bucket(score)];
  const scoreInk = (score) => SCORE_INKS[bucket(score)];

  let colors = {dark: false};
  /** Reads the theme's colours from the style sheet. */
  function readColors() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue("--" + name).trim();
    colors = {dark: read("is-dark") === "1"};
    for (const name of ["text", "muted", "faint", "border", "track", "accent", "bad", "warn", "good", "panel", "prompt"])
      colors[name] = read(name);
  }
  const answerColor = (place) => (colors.dark ? ANSWERS_DARK : ANSWERS)[Math.min(Math.max(0, place), ANSWERS.length - 1)];

  /** An element with properties and children; strings become text nodes. */
  function el(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name === "class") element.className = value;
      else if (name.includes("-") || name === "role") element.setAttribute(name, value);
      else element[name] = value;
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }
  function setText(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  /** The canvas's context in CSS pixels, cleared; null where it has no room. */
  function begin(canvas) {
    const width = canvas.clientWidth, height = canvas.clientHeight;
    if (!width || !height) return null;
    const ratio = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    return {context, width, height};
  }

  const grouped = (n) => n.toLocaleString("en-US");
  const score2 = (value) => value === null ? "\u2013" : value.toFixed(2);
  const seconds = (t) => t < 100 ? t.toFixed(2) + " s" : t.toFixed(1) + " s";
  const counted = (n, one, many) => grouped(n) + "\u00A0" + (n === 1 ? one : many);
  /** For people: what has no sign of its own gets one. */
  const visible = (text) => text.replaceAll("\0", "\u2400");
  function shortened(text, length) {
    const flat = visible(text).replace(/\s+/g, " ").trim();
    const letters = [...flat];
    return letters.length > length ? letters.slice(0, length - 1).join("") + "\u2026" : flat;
  }

  return {GLYPHS, answerColor, begin, counted, el, grouped, readColors, score2, scoreColor, scoreInk, seconds, setText,
          shortened, visible, get colors() { return colors; }};
})();
