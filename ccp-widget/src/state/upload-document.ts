import * as texts from '#texts/upload.ts';
import { isTooLarge } from '../../../functions/core/contracts/document-limits.ts';
import { RESUMABLE_FROM } from '../../../functions/core/contracts/resumable-upload.ts';
import { apiOf } from '../api/desktop-api.ts';
import { isStatus } from '../api/judge-error.ts';
import { troubleFrom } from '../api/trouble.ts';
import { changeContext, withDocument } from './change-context.ts';
import type { Desk } from './desk.ts';
import type { OpportunityKey } from './desktop-state.ts';
import { notify } from './notify.ts';
import { StorageError, sendBytes } from './send-bytes.ts';
import {
  forgetUnfinished,
  isOf,
  isSameFile,
  keepUnfinished,
  type UnfinishedUpload,
  unfinishedUploads,
} from './unfinished-uploads.ts';
import { uploadParts } from './upload-parts.ts';

/** Without one that the browser is sure of, the server goes by the file's name. */
const typeOf = ({ type }: File): { contentType?: string } =>
  /^[\w.+-]+\/[\w.+-]+$/.test(type) ? { contentType: type } : {};

/** Where a file goes: a new document, or the next version of one. */
export interface UploadPlace {
  readonly opportunity: OpportunityKey;
  readonly documentId: string | undefined;
}

/**
 * Registers the document or its version, then sends its bytes straight to the storage: a large file in parts, so that it goes
 * on where it broke off. Tells the agent how it ended; never rejects.
 */
export async function uploadDocument(
  desk: Desk,
  place: UploadPlace,
  file: File,
  report: (progress: number) => void,
  stop: AbortSignal,
): Promise<void> {
  if (file.size === 0) return notify(desk, { tone: 'problem', text: texts.empty(file.name) });
  if (isTooLarge({ bytes: file.size })) return notify(desk, { tone: 'problem', text: texts.tooLarge(file.name) });
  try {
    await (file.size < RESUMABLE_FROM ? sendWhole : sendInParts)(desk, place, file, report, stop);
    notify(desk, { tone: 'success', text: texts.done(file.name) });
    await desk.loadContext(place.opportunity);
  } catch (error) {
    if (stop.aborted) return;
    const isKept = unfinishedUploads().some((upload) => isOf(place.opportunity, upload) && isSameFile(upload, file));
    const { what, advice } =
      error instanceof StorageError
        ? { what: '', advice: isKept ? texts.goOnAdvice : texts.failedAdvice }
        : isStatus(error, 422)
          ? { what: texts.wrongKind }
          : troubleFrom(error);
    notify(desk, { tone: 'problem', text: [texts.failed(file.name), what, advice].filter(Boolean).join('. ') });
  }
}

type Send = (...what: Parameters<typeof uploadDocument>) => Promise<void>;

const aboutOf = (file: File) => ({ fileName: file.name, bytes: file.size, ...typeOf(file) });

const sendWhole: Send = async (desk, { opportunity, documentId }, file, report, stop) => {
  const { upload } =
    documentId === undefined
      ? await newDocument(desk, opportunity, file)
      : await apiOf(desk).addFileVersion(opportunity, documentId, aboutOf(file));
  await sendBytes(upload, file, (sent) => report(sent / file.size), stop);
};

const sendInParts: Send = async (desk, place, file, report, stop) => {
  const known = unfinishedUploads().find(
    (upload) =>
      isOf(place.opportunity, upload) &&
      isSameFile(upload, file) &&
      (place.documentId === undefined || place.documentId === upload.documentId),
  );
  const upload = known ?? (await begin(desk, place, file));
  try {
    await uploadParts(desk, upload, file, report, stop);
  } catch (error) {
    if (stop.aborted) await giveUp(desk, upload);
    if (!known || !isStatus(error, 404)) throw error;
    // It was given up or swept away meanwhile: from the beginning, for the same document.
    forgetUnfinished(upload.uploadId);
    return sendInParts(desk, { ...place, documentId: upload.documentId }, file, report, stop);
  }
  forgetUnfinished(upload.uploadId);
};

async function begin(desk: Desk, { opportunity, documentId }: UploadPlace, file: File): Promise<UnfinishedUpload> {
  const id = documentId ?? (await newDocument(desk, opportunity, file)).id;
  const { uploadId } = await apiOf(desk).startUpload(opportunity, id, aboutOf(file));
  const { name, size, lastModified } = file;
  const upload = { ...opportunity, documentId: id, uploadId, name, size, lastModified };
  keepUnfinished(upload);
  return upload;
}

async function newDocument(desk: Desk, key: OpportunityKey, file: File) {
  const title = file.name.replace(/\.[^.]+$/, '') || file.name;
  const added = await apiOf(desk).addDocument(key, { title, ...aboutOf(file) });
  const { upload: _upload, ...document } = added;
  desk.store.update((state) => changeContext(state, key, withDocument(document)));
  return added;
}

/** What was cancelled leaves no parts behind; when that cannot be told, the storage sweeps them away after a day. */
export async function giveUp(desk: Desk, upload: UnfinishedUpload): Promise<void> {
  forgetUnfinished(upload.uploadId);
  await apiOf(desk)
    .abortUpload(upload)
    .catch(() => undefined);
}
