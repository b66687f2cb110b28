// The types: a project under `strict` compiles against them, what it must not write is refused, and they declare exactly
// what the module exports.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as module from 'latchboard';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TYPES = fileURLToPath(new URL('../node_modules/latchboard/latchboard.d.ts', import.meta.url));

test('a project under strict compiles against the types, and mistakes are refused', () => {
  const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [tsc, '--project', ROOT], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});

test('the types declare exactly what is exported, and document it', () => {
  const source = ts.createSourceFile(TYPES, readFileSync(TYPES, 'utf8'), ts.ScriptTarget.Latest, true);
  const declared = new Map();
  for (const node of source.statements) {
    if (ts.isClassDeclaration(node)) {
      const members = node.members.filter((member) => member.name).map((member) => member.name.text);
      for (const member of node.members) {
        const hidden = member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
        assert.ok(hidden || ts.getJSDocCommentsAndTags(member).length > 0, `no words about ${member.getText()}`);
      }
      declared.set(node.name.text, new Set(members));
    }
    if (ts.isFunctionDeclaration(node)) declared.set(node.name.text, null);
  }
  const exported = Object.keys(module).filter((name) => name !== 'default');
  assert.deepEqual([...declared.keys()].sort(), exported.sort());
  for (const [name, members] of declared) {
    if (members === null) {
      assert.equal(typeof module[name], 'function');
      continue;
    }
    const real = new Set();
    for (let proto = module[name].prototype; proto !== Object.prototype; proto = Object.getPrototypeOf(proto)) {
      for (const member of Object.getOwnPropertyNames(proto)) real.add(member);
    }
    // The glue code's own: nothing for users.
    for (const own of ['constructor', '__destroy_into_raw']) real.delete(own);
    assert.deepEqual([...real].sort(), [...members].sort(), name);
  }
});
