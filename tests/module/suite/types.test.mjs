// The types: a project under `strict` compiles against them, what it must not write is refused, they declare exactly what
// is exported, by the package and by the bare module that wasm-pack makes, and say something about all of it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as whole from 'latchboard';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TYPES = fileURLToPath(new URL('../node_modules/latchboard/latchboard.d.ts', import.meta.url));
const BARE = process.env.LATCHBOARD_BARE_MODULE;
if (!BARE) throw new Error('LATCHBOARD_BARE_MODULE is not set. Start the tests with: cargo xtask test module');
const BARE_TYPES = join(BARE, 'latchboard_core.d.ts');
const LIBRARIES = ['lib.es2022.d.ts', 'lib.dom.d.ts'];
/** For what wasm-bindgen declares for `using`; the package does without. */
const FOR_THE_BARE = 'lib.esnext.disposable.d.ts';

/** Both files of types, compiled as a user's compiler under `strict` does. */
const options = { strict: true, target: ts.ScriptTarget.ES2022, types: [], noEmit: true };
const programs = {
  [TYPES]: ts.createProgram([TYPES], { ...options, lib: LIBRARIES }),
  [BARE_TYPES]: ts.createProgram([BARE_TYPES], { ...options, lib: [...LIBRARIES, FOR_THE_BARE] }),
};

/** What a program that imports `file` can name and call. */
function values(file) {
  const program = programs[file];
  const checker = program.getTypeChecker();
  const meant = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)));
  return symbols.filter((symbol) => meant(symbol).flags & ts.SymbolFlags.Value);
}

/** Holds the declared values against a module's: the same names, and the same members of classes. */
function assertDeclaresExactly(file, module) {
  const declarations = values(file);
  assert.deepEqual(declarations.map(({ name }) => name).sort(), Object.keys(module).sort());
  for (const { name, flags, members } of declarations) {
    assert.equal(typeof module[name], 'function', name);
    if (!(flags & ts.SymbolFlags.Class)) continue;
    const declared = [...members.keys()].filter((member) => !member.startsWith('__'));
    const real = new Set();
    for (let proto = module[name].prototype; proto !== Object.prototype; proto = Object.getPrototypeOf(proto)) {
      for (const member of Object.getOwnPropertyNames(proto)) real.add(member);
    }
    // The glue code's own: nothing for users.
    for (const own of ['constructor', '__destroy_into_raw']) real.delete(own);
    assert.deepEqual([...real].sort(), declared.sort(), name);
  }
}

/** What can be named from outside and has no words about it. */
function undocumented(source) {
  const found = [];
  const look = (node, path) => {
    const named = [ts.isStatement, ts.isExportAssignment, ts.isClassElement, ts.isTypeElement].some((is) => is(node));
    const name = named ? [...path, node.name?.getText() ?? ts.SyntaxKind[node.kind]] : path;
    const words = ts.getJSDocCommentsAndTags(node).map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? '');
    if (named && !words.some((text) => /\w{2}/.test(text))) found.push(name.join('.'));
    ts.forEachChild(node, (child) => look(child, name));
  };
  ts.forEachChild(source, (statement) => look(statement, []));
  return found;
}

test('a project under strict compiles against the types, and mistakes are refused', () => {
  const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [tsc, '--project', ROOT], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});

test('the types compile by themselves', () => {
  for (const [file, program] of Object.entries(programs)) {
    const source = program.getSourceFile(file);
    const complaints = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    assert.deepEqual(complaints.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')), []);
  }
});

test('the types of the package declare exactly what it exports', () => {
  assertDeclaresExactly(TYPES, whole);
});

test('every declaration is documented, and every member of one', () => {
  assert.deepEqual(undocumented(programs[TYPES].getSourceFile(TYPES)), []);
});

test('what is not documented would be found', () => {
  const sloppy = `
    /** - */
    export interface A {
      a: {
        /** Words. */
        b: 1;
      };
    }
    export type B = { c(): void };
    /** Words. */
    export class C { constructor(); d: 1 }`;
  const source = ts.createSourceFile('sloppy.d.ts', sloppy, ts.ScriptTarget.Latest, true);
  assert.deepEqual(undocumented(source), ['A', 'A.a', 'B', 'B.c', 'C.Constructor', 'C.d']);
});

test('the types of the module that wasm-pack makes declare exactly what it exports', async () => {
  assertDeclaresExactly(BARE_TYPES, await import(pathToFileURL(join(BARE, 'latchboard_core.js'))));
});

test('the types name what they hold read-only, and know no any', () => {
  const text = readFileSync(TYPES, 'utf8');
  assert.match(text, /^ {4}readonly adminKey: string;$/m);
  assert.doesNotMatch(text.replace(/\/\*[^]*?\*\//g, ''), /\bany\b/);
});
