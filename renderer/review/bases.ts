import { readPolicy } from '../../shared/format/index.ts';
import { client } from '../connection/index.ts';
import { choosePath, type Example } from '../files/index.ts';
import { fileName, viewStore } from '../state/index.ts';
import { words } from '../words/index.ts';
import { reviewStore } from './review-store.ts';

/** What is compared with another version of the open policy. A base that cannot be read is told, and the one before stays. */

export async function chooseFileBase(): Promise<void> {
  const path = await choosePath({ title: words.review.base.chooseFile, extensions: ['json'] });
  if (path === null) return;
  const opened = await client().files.open({ path });
  if (!opened.ok) return refuse(fileName(path), opened.message);
  takeBase(`file:${opened.path}`, fileName(opened.path), opened.text);
}

export function chooseExampleBase({ id, name, policyText }: Example): void {
  takeBase(`example:${id}`, words.review.base.example(name), policyText);
}

export function takeBase(id: string, label: string, text: string): void {
  const read = readPolicy(text);
  if (read.ok) reviewStore.setState({ chosen: { id, label, document: read.value.document }, current: null });
  else refuse(label, read.error.message);
}

const refuse = (name: string, why: string): void =>
  viewStore.getState().toast({ tone: 'bad', text: words.review.base.cannotRead(name, why) });
