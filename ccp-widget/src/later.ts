/** What the desktop needs after its first paint: one chunk, one door. */
export { troubleFrom } from './api/trouble.ts';
export { furnish } from './furnish.ts';
export { downloadDocument, pinDocument } from './state/handle-document.ts';
export { requestCall } from './state/request-call.ts';
export { CallBar } from './views/call-bar.ts';
export { ChooseOpportunity } from './views/choose-opportunity.ts';
export { DocumentEditor } from './views/document-editor.ts';
export { DocumentFailure } from './views/document-failure.ts';
export { DocumentFilterBar } from './views/document-filter.ts';
export { DocumentPreview } from './views/document-preview.ts';
export { Idle } from './views/idle.ts';
export { LastCall } from './views/last-call.ts';
export { PersonEditor } from './views/person-editor.ts';
export { RelationshipTree } from './views/relationship-tree.ts';
export { SessionTrouble } from './views/session-trouble.ts';
export { Timeline } from './views/timeline.ts';
export { TroubleBox } from './views/trouble.ts';
export { Uploads } from './views/uploads.ts';
