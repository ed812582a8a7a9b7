// An independent verifier of one round of a Sojourn draw: list.json and beacon.json in, the bytes of outcomes.json out.
// It shares no code with Sojourn, needs nothing but a JavaScript engine, and follows docs/draw.md alone.
//   node verify.js round-1/list.json round-1/beacon.json [round-1/outcomes.json [round-1/reassignment-1.json ...]]
// Of a sealed list it wants the file of the auditors.
// The beacon's signature itself (BLS on curve BLS12-381) is not checked here: any drand client does that.
"use strict";

// SHA-256 (FIPS 180-4) over an array of bytes.
const K = [], H0 = [];
(function constants() {
  const frac = (x) => ((x - Math.floor(x)) * 4294967296) | 0;
  for (let n = 2, found = 0; found < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
    if (!prime) continue;
    if (found < 8) H0.push(frac(Math.pow(n, 1 / 2)));
    K.push(frac(Math.pow(n, 1 / 3)));
    found++;
  }
})();
function sha256(bytes) {
  const length = bytes.length, blocks = ((length + 72) >> 6), padded = new Uint8Array(blocks * 64);
  padded.set(bytes);
  padded[length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(length / 536870912));
  view.setUint32(padded.length - 4, (length << 3) >>> 0);
  const h = H0.slice(), w = new Int32Array(64), rot = (x, n) => (x >>> n) | (x << (32 - n));
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const a = w[i - 15], b = w[i - 2];
      w[i] = (w[i - 16] + (rot(a, 7) ^ rot(a, 18) ^ (a >>> 3)) + w[i - 7] + (rot(b, 17) ^ rot(b, 19) ^ (b >>> 10))) | 0;
    }
    let [a, b, c, d, e, f, g, i8] = h;
    for (let i = 0; i < 64; i++) {
      const t1 = (i8 + (rot(e, 6) ^ rot(e, 11) ^ rot(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const t2 = ((rot(a, 2) ^ rot(a, 13) ^ rot(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      i8 = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, i8].forEach((value, i) => { h[i] = (h[i] + value) | 0; });
  }
  const out = new Uint8Array(32), outView = new DataView(out.buffer);
  h.forEach((value, i) => outView.setInt32(4 * i, value));
  return out;
}
const hex = (bytes) => Array.from(bytes, (b) => (b + 256).toString(16).slice(1)).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (two) => parseInt(two, 16));
const utf8 = (text) => Uint8Array.from(unescape(encodeURIComponent(text)), (c) => c.charCodeAt(0));
const joined = (...parts) => Uint8Array.from([].concat(...parts.map((part) => Array.from(part))));

// Canonical JSON (RFC 8785) of objects, lists, texts and whole numbers.
function canonical(value) {
  if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
  if (value && typeof value === "object")
    return "{" + Object.keys(value).sort().map((key) => JSON.stringify(key) + ":" + canonical(value[key])).join(",") + "}";
  return JSON.stringify(value);
}
const digest = (value) => hex(sha256(utf8(canonical(value))));

// The root of a Merkle tree (RFC 6962): leaves under 0, nodes under 1, a node without a neighbour moves up as it is.
function root(entries) {
  const content = (e) => (e.length > 5 ? [e[0], digest(e.slice(1))] : e); // a sealed list commits to all but the token
  let level = entries.map((entry) => sha256(joined([0], utf8(canonical(content(entry))))));
  if (!level.length) return hex(sha256([]));
  while (level.length > 1) {
    const above = [];
    for (let i = 0; i + 1 < level.length; i += 2) above.push(sha256(joined([1], level[i], level[i + 1])));
    if (level.length % 2) above.push(level[level.length - 1]);
    level = above;
  }
  return hex(level[0]);
}

const TOKEN = 0, SIZE = 1, SINCE = 2, SITES = 3, GROUP = 4;
function inOrder(entries, seed) {
  const score = new Map(entries.map((e) => [e[TOKEN], hex(sha256(joined(seed, unhex(e[TOKEN]))))]));
  return entries.slice().sort((a, b) => (score.get(a[TOKEN]) < score.get(b[TOKEN]) ? -1 : 1));
}

function allocate(list, seed) {
  const { head, policy } = list, order = inOrder(list.entries, seed);
  const left = { ...head.capacity }, room = {}, waiting = {}, open = new Set(), done = new Set(), drawn = [];
  for (const site of Object.keys(left)) {
    room[site] = policy.hold_days * left[site];
    waiting[site] = new Array(policy.largest + 1).fill(0);
  }
  for (const e of list.entries) for (const site of e[SITES]) waiting[site][e[SIZE]]++;
  const someoneFits = (site) => waiting[site].some((n, size) => size >= 1 && size <= left[site] && n > 0);
  for (const site of Object.keys(left)) if (someoneFits(site)) open.add(site);
  function settle(e, site, stage) {
    drawn.push([e[TOKEN], site, stage]);
    done.add(e[TOKEN]);
    for (const s of e[SITES]) waiting[s][e[SIZE]]--;
    for (const s of e[SITES]) if (!someoneFits(s)) open.delete(s);
  }
  function place(e, stage) {
    const site = e[SITES].find((s) => left[s] >= e[SIZE]);
    if (site === undefined) return false;
    left[site] -= e[SIZE];
    settle(e, site, stage);
    return true;
  }
  function hold(e, stage, site) {
    room[site] -= e[SIZE];
    settle(e, "", stage);
  }
  function draw(e, stage) {
    if (place(e, stage)) return true;
    const site = e[SITES].find((s) => open.has(s) && room[s] >= e[SIZE]);
    if (site === undefined) return false;
    hold(e, stage, site);
    return true;
  }
  const may = (e) => !done.has(e[TOKEN]) && e[SITES].some((s) => open.has(s));
  const total = Object.values(head.capacity).reduce((a, b) => a + b, 0);
  function share(candidates, stage, [top, bottom], owed) {
    let due = owed + total * top;
    for (const e of candidates) {
      if (due < bottom || !open.size) break;
      if (may(e) && draw(e, stage)) due -= e[SIZE] * bottom;
    }
    return Math.max(Math.min(due, bottom - 1), -policy.largest * bottom);
  }
  const byToken = new Map(list.entries.map((e) => [e[TOKEN], e]));
  for (const [, token] of head.held) {
    const e = byToken.get(token);
    if (!place(e, "held before")) hold(e, "held before", e[SITES][0]);
  }
  const credit = {};
  for (const { name, share: part } of policy.classes)
    credit[name] = share(order.filter((e) => e[GROUP] === name), "class", part, head.credit[name] || 0);
  const longest = order.map((e, i) => [e[SINCE], i, e]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((x) => x[2]);
  credit["longest waiting"] = share(longest, "longest waiting", policy.reserved, head.credit["longest waiting"] || 0);
  for (const e of order) {
    if (!open.size) break;
    if (may(e)) draw(e, "draw");
  }
  return { schema: "sojourn.draw.outcomes/1", round: head.round, seed: hex(seed), drawn, left, credit };
}

// Places that were given back, one reassignment after the other: the held in order, then the order of the draw.
function reassigned(list, made, records) {
  const { head, entries } = list, place = new Map(), gone = new Set(), size = new Map(entries.map((e) => [e[TOKEN], e[SIZE]]));
  const held = made.drawn.filter((d) => !d[1]).map((d) => d[0]);
  for (const [token, site] of made.drawn) if (site) place.set(token, site);
  const order = inOrder(entries, unhex(made.seed)), first = held.map((token) => order.find((e) => e[TOKEN] === token));
  const queue = first.concat(order.filter((e) => !held.includes(e[TOKEN])));
  return records.map((record, at) => {
    record.gone.forEach((token) => gone.add(token));
    const left = { ...Object.fromEntries(Object.keys(head.capacity).map((s) => [s, 0])), ...record.freed };
    for (const site of Object.keys(record.freed)) {
      let taken = 0;
      for (const [token, s] of place) if (s === site && !gone.has(token)) taken += size.get(token);
      if (!(record.freed[site] >= 0 && taken + record.freed[site] <= head.capacity[site])) throw new Error("more places than are free");
    }
    const drawn = [];
    for (const e of queue) {
      if (place.has(e[TOKEN]) || gone.has(e[TOKEN])) continue;
      const site = e[SITES].find((s) => left[s] >= e[SIZE]);
      if (site === undefined) continue;
      left[site] -= e[SIZE];
      place.set(e[TOKEN], site);
      drawn.push([e[TOKEN], site, "reassigned"]);
    }
    const { freed, gone: now } = record;
    return canonical({ schema: "sojourn.draw.reassignment/1", round: head.round, number: at + 1, freed, gone: now, drawn });
  });
}

function outcomes(list, beacon) {
  const { head, policy, entries } = list;
  if (digest(policy) !== head.policy) throw new Error("the policy is not the one of the head");
  if (entries.length !== head.count || root(entries) !== head.root) throw new Error("the entries are not those of the head");
  if (entries.some((e, i) => i && entries[i - 1][0] >= e[0])) throw new Error("the entries are not in order, or one is twice");
  if (beacon.round !== head.beacon_round || beacon.chain !== head.beacon) throw new Error("the beacon is not the named one");
  const randomness = sha256(unhex(beacon.signature));
  const seed = sha256(joined(utf8("sojourn.draw/1\n"), unhex(digest(head)), randomness));
  return canonical(allocate(list, seed));
}

if (typeof module !== "undefined") {
  const fs = require("fs"), [listFile, beaconFile, published, ...given] = process.argv.slice(2);
  const text = (file) => fs.readFileSync(file, "utf8"), read = (file) => JSON.parse(text(file)), list = read(listFile);
  const bytes = outcomes(list, read(beaconFile));
  const holds = () => text(published) === bytes && reassigned(list, JSON.parse(bytes), given.map(read)).every((b, i) => b === text(given[i]));
  if (!published) process.stdout.write(bytes);
  else if (holds()) console.log("holds: the outcomes follow from list and beacon");
  else { console.log("DOES NOT HOLD"); process.exitCode = 3; }
}
