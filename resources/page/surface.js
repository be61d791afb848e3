// The surface under a hand: a block turned about its middle, seen by a parallel projection, and
// painted column by column from the near side to the far one; what rises over all nearer is seen.
const solid = race.surface, [wide, deep] = solid.points;
const heights = Float32Array.from(new Uint16Array(bytes(solid.heights).buffer), told => told === 65535 ? NaN : told / 65534 * solid.high);
const tints = solid.tints ? Float32Array.from(bytes(solid.tints), told => told / 255) : null;
const [sideX, sideY] = solid.sides, [AMBIENT, DIRECT, WALL, BRIGHTEST] = solid.shares;
const bandAt = Uint8Array.from({length: 1024}, (_, place) => solid.edges.filter(edge => edge <= place / 1023).length);
const ready = {sheet: document.createElement("canvas")};
let camera = {azimuth: solid.camera[0], tilt: solid.camera[1], zoom: solid.camera[2]};
for (const method of methods) {
  method.blocks = new Int16Array(bytes(method.blocks).buffer);
  method.heights = new Float32Array(method.blocks.length / 2);
  method.places = new Int16Array(method.blocks.length);
  method.hidden = new Uint8Array(method.heights.length);
  if (method.items) method.told = {items: method.items.slice(), mean: method.mean.slice()};
  for (let index = 0; index < method.heights.length; index++)
    method.heights[index] = raised(sideX * method.blocks[2 * index] / solid.unit, sideY * method.blocks[2 * index + 1] / solid.unit);
}
for (const minimum of solid.minima) {
  const [x, y] = new Int16Array(bytes(minimum.at).buffer);
  minimum.at = [sideX * x / solid.unit, sideY * y / solid.unit];
}
// A grid's value between its points; beyond the edges that of the edge.
function between(grid, x, y) {
  const across = Math.min(Math.max(.5 * (x / sideX + 1) * (wide - 1), 0), wide - 1);
  const along = Math.min(Math.max(.5 * (y / sideY + 1) * (deep - 1), 0), deep - 1);
  const left = Math.min(across | 0, wide - 2), low = Math.min(along | 0, deep - 2);
  const right = across - left, up = along - low, at = low * wide + left;
  const below = grid[at] + (grid[at + 1] - grid[at]) * right, above = grid[at + wide] + (grid[at + wide + 1] - grid[at + wide]) * right;
  return below + (above - below) * up;
}
// What is drawn on the surface lies a little above it, or above the floor where there is none.
function raised(x, y) { return Math.max(between(heights, x, y) || 0, 0) + solid.clear; }
// What the light's upward part and its parts along −x and −y count for: the same however it is turned.
const facing = [0, 1, 2].map(() => new Float32Array(heights.length));
for (let row = 0; row < deep; row++)
  for (let column = 0; column < wide; column++) {
    const at = row * wide + column, west = Math.max(column - 1, 0), east = Math.min(column + 1, wide - 1);
    const south = Math.max(row - 1, 0), north = Math.min(row + 1, deep - 1);
    const slopeX = (heights[row * wide + east] - heights[row * wide + west]) / (east - west) * .5 * (wide - 1) / sideX;
    const slopeY = (heights[north * wide + column] - heights[south * wide + column]) / (north - south) * .5 * (deep - 1) / sideY;
    const flat = 1 / Math.sqrt(1 + slopeX * slopeX + slopeY * slopeY);
    facing[0][at] = flat; facing[1][at] = slopeX * flat; facing[2][at] = slopeY * flat;
  }
const light = new Float32Array(heights.length);
function eye(of) {
  const turn = of.azimuth * Math.PI / 180, tilt = of.tilt * Math.PI / 180;
  const found = {cos: Math.cos(turn), sin: Math.sin(turn), along: Math.sin(tilt), up: Math.cos(tilt), x: left + width / 2, y: top_ + height / 2};
  const across = 2 * Math.hypot(sideX, sideY);
  const fits = Math.min((width - 2 * solid.room) / across, (height - 2 * solid.room) / (across * found.along + solid.high * found.up));
  return {...found, scale: Math.max(fits, solid.scale) * of.zoom};
}
function seenAt(sight, x, y, high) {
  const u = x * sight.cos - y * sight.sin, v = x * sight.sin + y * sight.cos;
  return [sight.x + sight.scale * u, sight.y - sight.scale * (v * sight.along + (high - .5 * solid.high) * sight.up), u, v];
}
function paintSurface(sight, pixel, points) {
  const columns = Math.max(2, Math.round(width / pixel)), rows = Math.max(2, Math.round(height / pixel));
  const {cos, sin, along, up, scale} = sight, image = new ImageData(columns, rows), colours = new Uint32Array(image.data.buffer);
  const bands = new Uint8Array(columns * rows), reached = new Float32Array(points * columns).fill(-Infinity);
  const nears = new Float32Array(columns), fars = new Float32Array(columns);
  const lightX = solid.light[0] * cos + solid.light[1] * sin, lightY = solid.light[1] * cos - solid.light[0] * sin;
  for (let at = 0; at < light.length; at++)
    light[at] = AMBIENT + DIRECT * (Math.max(0, facing[0][at] * solid.light[2] - facing[1][at] * lightX - facing[2][at] * lightY) || 0);
  const half = .5 * height / scale, lowest = (-half - .5 * solid.high * up) / along, highest = (half + .5 * solid.high * up) / along;
  const tall = solid.high * up * scale;
  const put = (column, row, part, bright, wall) => {
    const band = bandAt[Math.min(1023, Math.max(0, Math.round((part || 0) * 1023)))], [r, g, b] = solid.colours[band];
    const tone = Math.min(bright, BRIGHTEST), at = (rows - 1 - row) * columns + column;
    colours[at] = (255 << 24 | Math.min(255, b * tone) << 16 | Math.min(255, g * tone) << 8 | Math.min(255, r * tone)) >>> 0;
    bands[at] = wall ? 0 : band;
  };
  for (let column = 0; column < columns; column++) {
    const u = ((column + .5) * pixel - .5 * width) / scale;
    let near = -Infinity, far = Infinity;
    for (const [offset, slope, side] of [[u * cos, sin, sideX], [-u * sin, cos, sideY]]) {
      if (Math.abs(slope) < 1e-9) { if (Math.abs(offset) > side) near = Infinity; continue; }
      const one = (-side - offset) / slope, other = (side - offset) / slope;
      near = Math.max(near, Math.min(one, other)); far = Math.min(far, Math.max(one, other));
    }
    if (near >= far) continue;
    const cut = lowest > near + 1e-6;
    near = Math.max(near, lowest); far = Math.max(near, Math.min(far, highest));
    nears[column] = near; fars[column] = far;
    let level = -Infinity, next = 0, before = NaN, partBefore = 0;
    for (let k = 0; k < points; k++) {
      const v = near + (far - near) * k / (points - 1), x = u * cos + v * sin, y = v * cos - u * sin;
      const high = between(heights, x, y), part = tints ? between(tints, x, y) : high / solid.high;
      const rise = (v * along + (high - .5 * solid.high) * up) * scale + .5 * height;
      if (rise > level) {
        const until = Math.min(rows, Math.max(0, Math.ceil(rise / pixel - .5)));
        if (k === 0 && !cut) {  // the side of the block that faces the eye
          const base = (near * along - .5 * solid.high * up) * scale + .5 * height;
          const onX = Math.abs(Math.abs(x) - sideX) < Math.abs(Math.abs(y) - sideY);
          const tone = WALL * (AMBIENT + DIRECT * Math.max(0, onX ? Math.sign(x) * lightX : Math.sign(y) * lightY));
          for (next = Math.max(0, Math.ceil(base / pixel - .5)); next < until; next++)
            put(column, next, tints ? part : ((next + .5) * pixel - base) / tall, tone, true);
        } else if (k === 0 || !Number.isNaN(before)) {
          const bright = between(light, x, y);
          for (; next < until; next++) {
            const share = Math.min(1, Math.max(0, ((next + .5) * pixel - before) / (rise - before)));
            put(column, next, k ? partBefore + (part - partBefore) * share : part, bright, false);
          }
        }
        level = rise; next = Math.max(next, until);
      }
      before = rise; partBefore = part;
      reached[k * columns + column] = level;
    }
  }
  const [r, g, b, share] = solid.line;
  if (share)
    for (let at = columns; at < bands.length - columns; at++) {
      const band = bands[at];
      if (!colours[at] || !(band > bands[at - 1] || band > bands[at + 1] || band > bands[at - columns] || band > bands[at + columns])) continue;
      const mix = (shift, ink) => { const own = colours[at] >>> shift & 255; return Math.round(own + (ink - own) * share) << shift; };
      colours[at] = (255 << 24 | mix(16, b) | mix(8, g) | mix(0, r)) >>> 0;
    }
  ready.sheet.width = columns; ready.sheet.height = rows;
  ready.sheet.getContext("2d").putImageData(image, 0, 0);
  const pitch = pixel / scale, first = (.5 * pixel - .5 * width) / scale;
  // Whether a place at a height in pixels over the bottom lies before all hills.
  ready.shows = (u, v, over) => {
    const column = Math.round((u - first) / pitch);
    if (!(column >= 0 && column < columns)) return false;
    const place = Math.floor((v - nears[column]) / Math.max(fars[column] - nears[column], 1e-9) * (points - 1)) - 1;
    return place < 0 || over + solid.lift >= reached[Math.min(place, points - 1) * columns + column];
  };
}
function stand(sight, x, y, high) {
  const [px, py, u, v] = seenAt(sight, x, y, high);
  return [px, py, ready.shows(u, v, top_ + height - py)];
}
// All that stands on it is put where it is seen now.
function look(pixel, points) {
  const sight = ready.sight = eye(camera), was = eye({azimuth: solid.camera[0], tilt: solid.camera[1], zoom: solid.camera[2]});
  paintSurface(sight, pixel, points);
  for (const method of methods) {
    for (let index = 0; index < method.heights.length; index++) {
      const x = method.blocks[2 * index], y = method.blocks[2 * index + 1];
      if (x === GONE || y === GONE) { method.places[2 * index] = GONE; continue; }
      const [px, py, seen] = stand(sight, sideX * x / solid.unit, sideY * y / solid.unit, method.heights[index]);
      method.places[2 * index] = Math.round(FINE * Math.min(4000, Math.max(-4000, px)));
      method.places[2 * index + 1] = Math.round(FINE * Math.min(4000, Math.max(-4000, py)));
      method.hidden[index] = Math.abs(x) > solid.unit || Math.abs(y) > solid.unit ? OUTSIDE : seen ? 0 : VEILED;
    }
    if (method.told) for (const name of ["items", "mean"]) turnArrows(method.told[name], method[name], was, sight);
  }
}
// Arrows lie flat and keep their lengths, which stand for those of vectors.
function turnArrows(told, found, was, now) {
  for (let at = 0; at < told.length; at += 2) {
    if (told[at] === GONE) continue;
    const u = told[at], v = -told[at + 1] / was.along, x = u * was.cos + v * was.sin, y = v * was.cos - u * was.sin;
    const dx = x * now.cos - y * now.sin, dy = -now.along * (x * now.sin + y * now.cos);
    const factor = Math.hypot(told[at], told[at + 1]) / (Math.hypot(dx, dy) || 1);
    found[at] = Math.round(dx * factor); found[at + 1] = Math.round(dy * factor);
  }
}
function drawEdge(axis, {name, ticks}) {
  const {sin, cos} = ready.sight, out = axis ? -Math.sign(sin) || -1 : -Math.sign(cos) || -1;
  const end = far => axis ? [out * sideX, far * sideY] : [far * sideX, out * sideY];
  const [a, b] = [-1, 1].map(far => seenAt(ready.sight, ...end(far), 0)), length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  if (length < 58 * solid.scale) return;
  const middle = seenAt(ready.sight, 0, 0, 0);
  let normal = [-(b[1] - a[1]) / length, (b[0] - a[0]) / length];
  if (normal[0] * ((a[0] + b[0]) / 2 - middle[0]) + normal[1] * ((a[1] + b[1]) / 2 - middle[1]) < 0) normal = normal.map(part => -part);
  const joint = b[1] > a[1] + .5 ? b : a, free = joint === b ? a : b, unit = solid.scale;
  const inside = (x, y) => x > left && x < left + width && y > top_ && y < top_ + height;
  const write = (text, x, y, ink_) => { ink.fillStyle = colour(ink_); ink.fillText(text, x, y); };
  const most = Math.max(2, Math.floor(length / (58 * unit))), every = Math.ceil(ticks.length / most);
  ticks.forEach(([share, label], place) => {
    const x = a[0] + share * (b[0] - a[0]), y = a[1] + share * (b[1] - a[1]);
    if (place % every || !inside(x, y) || Math.hypot(x - joint[0], y - joint[1]) < 12 * unit) return;
    ink.strokeStyle = colour("--dim"); ink.lineWidth = unit; ink.beginPath();
    ink.moveTo(x, y); ink.lineTo(x + 4 * unit * normal[0], y + 4 * unit * normal[1]); ink.stroke();
    const far = unit * 13 + .5 * Math.abs(normal[0]) * Math.max(0, ink.measureText(label).width - 10 * unit);
    write(label, x + far * normal[0], y + far * normal[1], "--dim");
  });
  let x = free[0] + 14 * unit * (free[0] - joint[0]) / length + 6.5 * unit * normal[0];
  let y = free[1] + 14 * unit * (free[1] - joint[1]) / length + 6.5 * unit * normal[1];
  const long = ink.measureText(name).width;
  if (long > 24 * unit) {
    const far = 26 * unit + .5 * Math.abs(normal[0]) * long;
    x = (a[0] + b[0]) / 2 + far * normal[0]; y = (a[1] + b[1]) / 2 + far * normal[1];
  }
  if (inside(x, y)) write(name, x, y, "--text");
}
function drawLines() {
  ink.strokeStyle = `rgb(${solid.line.slice(0, 3)})`; ink.globalAlpha = .35; ink.lineWidth = 1;
  solid.axes.forEach(({ticks}, axis) => ticks.forEach(([share]) => {
    ink.beginPath();
    for (let k = 0, open = false; k <= 120; k++) {
      const [x, y] = axis ? [k / 60 - 1, 2 * share - 1] : [2 * share - 1, k / 60 - 1];
      const [px, py, seen] = stand(ready.sight, sideX * x, sideY * y, raised(sideX * x, sideY * y));
      if (open && seen) ink.lineTo(px, py); else ink.moveTo(px, py);
      open = seen;
    }
    ink.stroke();
  }));
  ink.globalAlpha = 1;
}
function drawMinimum({at, size, whole, name}) {
  if (Math.abs(at[0]) > sideX || Math.abs(at[1]) > sideY) return;
  const [x, y, seen] = stand(ready.sight, ...at, raised(...at)), unit = solid.scale;
  ink.globalAlpha = seen ? 1 : .5; ink.lineJoin = "round"; ink.beginPath();
  for (let k = 0; k < 10; k++) {
    const r = unit * size * (k % 2 ? .45 : 1), angle = -Math.PI / 2 + k * Math.PI / 5;
    ink.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
  ink.closePath(); ink.strokeStyle = solid.halo; ink.lineWidth = 3 * unit; ink.stroke();
  if (whole) { ink.fillStyle = solid.ink; ink.fill(); } else { ink.globalAlpha *= .55; ink.fillStyle = solid.halo; ink.fill(); ink.globalAlpha /= .55; }
  ink.strokeStyle = solid.ink; ink.lineWidth = 1.2 * unit; ink.stroke();
  if (name && seen) {
    ink.textAlign = "left"; ink.strokeStyle = solid.halo; ink.lineWidth = 3 * unit; ink.strokeText(name, x + 12 * unit, y);
    ink.fillStyle = solid.ink; ink.fillText(name, x + 12 * unit, y); ink.textAlign = "center";
  }
  ink.globalAlpha = 1;
}
// In place of the picture of the first look, in which all this is painted already.
function drawSurface() {
  const unit = solid.scale;
  ink.save(); ink.beginPath(); ink.rect(left, top_, width, height); ink.clip();
  ink.fillStyle = colour("--panel"); ink.fillRect(left, top_, width, height);
  ink.imageSmoothingEnabled = true; ink.drawImage(ready.sheet, left, top_, width, height);
  ink.font = `${11 * unit}px Inter, system-ui, sans-serif`; ink.textAlign = "center"; ink.textBaseline = "middle";
  solid.axes.forEach((axis, place) => drawEdge(place, axis));
  if (solid.grid) drawLines();
  solid.minima.forEach(drawMinimum);
  for (let start = 0; start < race.starts; start++) {
    const ring = methods.length ? place(methods[0], start, 0) : null;
    if (!ring) continue;
    ink.globalAlpha = veiled(methods[0], start, 0) ? .5 : 1;
    for (const [shade, line] of [[solid.halo, 4.4], [solid.ink, 2.2]]) {
      ink.beginPath(); ink.arc(...ring, (start === race.start ? 9 : 4) * unit, 0, 2 * Math.PI);
      ink.strokeStyle = shade; ink.lineWidth = line * unit; ink.stroke();
    }
  }
  ink.restore();
}
// While it turns it is painted coarsely, and finely as soon as the hand rests.
// Pixels of the page for one that is painted, and points of its columns.
const COARSE = [2, 200], FINEST = [density < 1.5 ? .5 : 1 / density, 460];
let asked_ = 0, resting = 0;
function turn(to) {
  const [lowest, steepest] = solid.tilts, [least, most] = solid.zooms;
  camera = {azimuth: ((to.azimuth % 360) + 360) % 360, tilt: Math.min(steepest, Math.max(lowest, to.tilt)), zoom: Math.min(most, Math.max(least, to.zoom))};
  turned = [camera.azimuth, camera.tilt, camera.zoom].some((value, k) => Math.abs(value - solid.camera[k]) > 1e-9);
  document.body.dataset.camera = [camera.azimuth, camera.tilt, camera.zoom].map(value => +value.toFixed(3)).join(",");
  if (!asked_) asked_ = requestAnimationFrame(() => { asked_ = 0; look(...COARSE); draw(); });
  clearTimeout(resting);
  resting = setTimeout(() => { cancelAnimationFrame(asked_); asked_ = 0; look(...FINEST); draw(); }, 150);
}
function by(azimuth, tilt, factor = 1) { turn({azimuth: camera.azimuth + azimuth, tilt: camera.tilt + tilt, zoom: camera.zoom * factor}); }
function reset() { turn({azimuth: solid.camera[0], tilt: solid.camera[1], zoom: solid.camera[2]}); }
const fingers = new Map();
let dragged = false;
canvas.style.touchAction = "none"; canvas.style.cursor = "grab";
canvas.addEventListener("pointerdown", event => {
  fingers.set(event.pointerId, [event.clientX, event.clientY]);
  if (fingers.size === 1) dragged = false;
  try { canvas.setPointerCapture(event.pointerId); } catch { /* a pointer that is gone already */ }
});
canvas.addEventListener("pointermove", event => {
  const before = fingers.get(event.pointerId);
  if (!before) return;
  const now = [event.clientX, event.clientY], shift = [now[0] - before[0], now[1] - before[1]];
  if (!dragged && fingers.size === 1 && Math.hypot(...shift) < 4) return;
  dragged = true; canvas.style.cursor = "grabbing";
  const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
  fingers.set(event.pointerId, now);
  if (others.length) {
    const [x, y] = others[0], apart = Math.hypot(before[0] - x, before[1] - y);
    if (apart > 0) by(0, 0, Math.hypot(now[0] - x, now[1] - y) / apart);
  } else by(solid.drag * shift[0], solid.drag * shift[1]);
});
for (const end of ["pointerup", "pointercancel"])
  canvas.addEventListener(end, event => { fingers.delete(event.pointerId); if (!fingers.size) canvas.style.cursor = "grab"; });
canvas.addEventListener("click", event => { if (dragged) { dragged = false; event.stopImmediatePropagation(); } }, true);
canvas.addEventListener("dblclick", reset);
canvas.addEventListener("wheel", event => { event.preventDefault(); by(0, 0, 1.25 ** (-Math.sign(event.deltaY) * Math.min(1, Math.abs(event.deltaY) / 100))); }, {passive: false});
document.addEventListener("keydown", event => {
  if (event.target === speed || event.altKey || event.metaKey) return;
  const arrows_ = {ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]};
  if (event.ctrlKey && arrows_[event.key]) by(...arrows_[event.key].map(part => part * solid.step));
  else if (event.ctrlKey) return;
  else if (event.key === "+" || event.key === "=") by(0, 0, 1.25);
  else if (event.key === "-") by(0, 0, 1 / 1.25);
  else if (event.key === "0") reset();
  else return;
  event.preventDefault();
});
look(...FINEST);
