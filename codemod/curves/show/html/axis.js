
"use strict";
// The axes of a plot: which numbers stand there, how they are written, and where.
const Axis = (() => {
  const scale = (low, high, from, to) => (value) =>
    from + ((value - low) / (high - low || 1)) * (to - from);

  const rate = (value) => {
    if (!Number.isFinite(value)) return String(value);
    if (value === 0) return "0";
    const size = Math.abs(value);
    if (size < 1e-4 || size >= 1e6) return value.toExponential().replace("e+", "e");
    return String(value);
  };
  // All ticks of an axis in one notation.
  function written(values) {
    const rounded = values.map((value) => Number(value.toPrecision(6)));
    const small = rounded.some((value) => value && Math.abs(value) < 1e-3);
    const power = (value) => (value ? value.toExponential().replace("e+", "e") : "0");
    return rounded.map(small ? power : rate);
  }
  const whole = (step) => step.toLocaleString("en-US");

  function ticks(low, high, wanted, integer) {
    const span = high - low;
    if (!(span > 0)) return [low];
    const power = 10 ** Math.floor(Math.log10(span / wanted));
    const factor = [1, 2, 5, 10].find((one) => span / (one * power) <= wanted);
    const size = integer ? Math.max(1, factor * power) : factor * power;
    const found = [];
    for (let at = Math.ceil(low / size - 1e-9); at * size <= high + size * 1e-9; at++) {
      found.push(Number((at * size).toPrecision(12)));
    }
    return found;
  }

  function range(values) {
    const finite = values.filter(Number.isFinite);
    if (!finite.length) return [0, 1];
    let low = Math.min(...finite), high = Math.max(...finite);
    if (low > 0 && low < high * 0.5) low = 0;
    // What is only rounding looks as flat as it is.
    const size = Math.max(Math.abs(low), Math.abs(high));
    if (high - low <= size * 0.02) return [low - (size / 2 || 1), high + (size / 2 || 1)];
    return [low, high + (high - low) * 0.04];
  }

  // A logarithmic axis has no 0: it goes down to the power below the lowest value.
  function powers(values) {
    const found = values.filter((value) => Number.isFinite(value) && value > 0);
    if (!found.length) return [0.1, 1];
    const low = 10 ** Math.floor(Math.log10(Math.min(...found)));
    const high = Math.max(...found);
    return low * 1.5 > high ? [low / 10, high * 10] : [low, high];
  }

  function powersOfTen(low, high, wanted) {
    const first = Math.round(Math.log10(low)), last = Math.floor(Math.log10(high) + 1e-9);
    const stride = Math.max(1, Math.ceil((last - first) / wanted)), found = [];
    for (let at = first; at <= last; at += stride) found.push(Number(`1e${at}`));
    return found;
  }

  // The axis of values: its ends, its ticks with their texts, and where a value stands.
  function axisOf(values, log, from, to) {
    const [low, high] = (log ? powers : range)(values);
    const at = log ? powersOfTen(low, high, 5) : ticks(low, high, 5, false);
    const texts = log ? at.map(rate) : written(at);
    const place = log ? scale(Math.log10(low), Math.log10(high), from, to)
      : scale(low, high, from, to);
    const y = (value) => (log ? place(Math.log10(value)) : place(value));
    const has = (value) => Number.isFinite(value) && (!log || value >= low);
    return { ticks: at, texts, y, has };
  }

  return { axisOf, range, rate, scale, ticks, whole };
})();
