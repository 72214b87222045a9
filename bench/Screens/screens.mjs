#!/usr/bin/env node
// Opens real circuits on the floor (a bare live page) and on the desk's Inbox, and changes both in turn, so that what a
// change costs each is measured in one run and under the same load. See bench/README.md.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values: o } = parseArgs({
  options: {
    tool: { type: 'string' },       // the folder of circuit-load
    floor: { type: 'string' },      // Ensoras.Floor.dll, published
    desk: { type: 'string' },       // Ensoras.Web.dll, published
    circuits: { type: 'string', default: '500' },
    repeat: { type: 'string', default: '40' },
    warmup: { type: 'string', default: '15' },
    hold: { type: 'string', default: '0' },
    ramp: { type: 'string', default: '60' },
  },
});
const { Circuit } = await import(resolve(o.tool, 'lib/circuit.mjs'));
const { Session } = await import(resolve(o.tool, 'lib/http.mjs'));
const { sample } = await import(resolve(o.tool, 'lib/proc.mjs'));
const password = 'correct horse battery';
const data = mkdtempSync(join(tmpdir(), 'ensoras-screens-'));
const servers = [];
process.on('exit', () => { servers.forEach(server => server.kill('SIGKILL')); rmSync(data, { recursive: true, force: true }); });

const floor = await start(o.floor, 5391, {}, '/');
const desk = await start(o.desk, 5392, { Ensoras__DataDirectory: data, Ensoras__SamplePassword: password }, '/sign-in', ['--sample']);
const others = [];
for (const user of ['lead', 'reviewer', 'agent', 'mireille', 'jonas']) others.push(await signIn(user));
const actor = await signIn('admin');
const inbox = (await actor.request(desk.url + '/')).body;
const number = /href="\/tickets\/(\d+)"/.exec(inbox)[1];

let levels = 0;
floor.change = value => fetch(`${floor.url}/count/${value}`, { method: 'POST' });
floor.shows = value => text => text.includes(value);
desk.change = () => fetch(`${desk.url}/api/v1/tickets/${number}/priority`, {
  method: 'POST', headers: { cookie: actor.header(), 'content-type': 'application/json' },
  body: JSON.stringify({ priority: levels++ % 2 ? 'Critical' : 'Low' }),
});
desk.shows = () => () => true;

const count = +o.circuits;
await open(floor, () => new Session());
await open(desk, index => index === 0 ? actor : others[index % others.length]);
const pinger = setInterval(() => [floor, desk].forEach(server => server.circuits.forEach(each => each.pingIfDue())), 1000);
await sleep(4000);
if (+o.hold) { console.log(`desk ${desk.pid}, floor ${floor.pid}`); }
const began = loadavg()[0];
for (let round = -o.warmup; round < +o.repeat; round++) {
  for (const server of [floor, desk]) await change(server, round);
}
const end = Date.now() + o.hold * 1000;
while (Date.now() < end) await change(desk, -1);

print(`load ${began.toFixed(1)} before, ${loadavg()[0].toFixed(1)} after; ${count} circuits, ${o.repeat} changes each`);
print('| | processor per change and screen | on all screens, p50 | p95 | longest | on the own screen, p50 | p95 | answered, p50 | p95 |');
print('|---|--:|--:|--:|--:|--:|--:|--:|--:|');
for (const [name, server] of [['floor', floor], ['Inbox', desk]]) {
  const ms = (list, q) => `${at(list, q).toFixed(0)} ms`;
  print(`| ${name} | ${server.cost.toFixed(0)} µs | ${ms(server.arrivals, .5)} | ${ms(server.arrivals, .95)} | ${ms(server.arrivals, 1)} | ${ms(server.own, .5)} | ${ms(server.own, .95)} | ${ms(server.answers, .5)} | ${ms(server.answers, .95)} |`);
}
print(`ratio: processor ${(desk.cost / floor.cost).toFixed(2)}, p95 ${(at(desk.arrivals, .95) / at(floor.arrivals, .95)).toFixed(2)}; missed ${floor.missed} and ${desk.missed}; ` +
  `batches ${(desk.batches / desk.arrivals.length).toFixed(2)}, bytes ${(desk.bytes / desk.arrivals.length).toFixed(0)}; ` +
  `a screen opens for ${desk.opening.toFixed(1)} ms of processor, floor ${floor.opening.toFixed(1)}; ` +
  `RSS ${desk.rss.toFixed(0)} MB, floor ${floor.rss.toFixed(0)} MB`);
process.exit(floor.missed + desk.missed ? 1 : 0);

async function start(dll, port, environment, page, args = []) {
  const url = `http://127.0.0.1:${port}`;
  const child = spawn('dotnet', [resolve(dll), ...args], {
    cwd: dirname(resolve(dll)), stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ASPNETCORE_URLS: url, ...environment },
  });
  servers.push(child);
  for (let tries = 0; ; tries++) {
    const answer = await fetch(url + page).catch(() => null);
    if (answer?.ok) break;
    if (tries > 300) throw new Error(`${dll} does not answer`);
    await sleep(100);
  }
  return { url, pid: child.pid, circuits: [], arrivals: [], own: [], answers: [], missed: 0, cpu: 0, batches: 0, bytes: 0 };
}

async function signIn(user) {
  const session = new Session();
  await session.login({ loginUrl: desk.url + '/sign-in', user: `${user}@sample.test`, password, userField: 'Input.Email', passwordField: 'Input.Password' });
  return session;
}

async function open(server, sessionOf) {
  const before = sample(server.pid).cpuMs, opening = new Set();
  const options = { pageUrl: server.url + '/', compress: false, openTimeoutMs: 30_000, jsResults: [{ pattern: /zone/, value: 'Europe/Paris' }] };
  for (let index = 0; index < count; index++) {
    while (opening.size >= 16) await Promise.race(opening);
    const circuit = new Circuit(index, sessionOf(index), options, (each, bytes, now) => server.arrived?.(each, bytes, now));
    server.circuits.push(circuit);
    const going = circuit.open().then(isOpen => { opening.delete(going); if (!isOpen) throw new Error(circuit.error); });
    opening.add(going);
    await sleep(1000 / o.ramp);
  }
  await Promise.all(opening);
  server.opening = (sample(server.pid).cpuMs - before) / count;
  server.rss = sample(server.pid).rssMb;
}

async function change(server, round) {
  const value = `r${round}v${Math.random().toString(36).slice(2, 8)}`, shows = server.shows(value);
  const waiting = new Set(server.circuits), before = sample(server.pid).cpuMs;
  let all;
  const arrived = new Promise(done => { all = done; });
  const from = performance.now();
  server.arrived = (circuit, bytes, now) => {
    if (round >= 0) { server.batches++; server.bytes += bytes.length; }
    if (!waiting.has(circuit) || !shows(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'))) return;
    waiting.delete(circuit);
    if (round >= 0) server.arrivals.push(now - from);
    if (round >= 0 && circuit.index === 0) server.own.push(now - from);
    if (!waiting.size) all();
  };
  const answer = await server.change(value);
  const answered = performance.now() - from;
  if (!answer.ok) throw new Error(`the change was answered ${answer.status}`);
  await Promise.race([arrived, sleep(5000)]);

  // What is acknowledged and rested belongs to the change.
  await sleep(200);
  if (round < 0) return;
  server.answers.push(answered);
  server.missed += waiting.size;
  server.cpu += sample(server.pid).cpuMs - before;
  server.cost = server.cpu * 1000 / server.answers.length / count;
}

function at(list, q) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)];
}

function print(line) { console.log(line); }
