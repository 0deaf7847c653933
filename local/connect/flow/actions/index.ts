import type { ActionDefinition } from '../action.ts';
import { checkHoursOfOperation } from './check-hours-of-operation.ts';
import { checkMetricData } from './check-metric-data.ts';
import { checkOutboundCallStatus } from './check-outbound-call-status.ts';
import { compare } from './compare.ts';
import { completeOutboundCall } from './complete-outbound-call.ts';
import { createCallbackContact } from './create-callback-contact.ts';
import { createTask } from './create-task.ts';
import { dequeueContactAndTransferToQueue } from './dequeue-contact-and-transfer-to-queue.ts';
import { disconnectParticipant } from './disconnect-participant.ts';
import { distributeByPercentage } from './distribute-by-percentage.ts';
import { endFlowExecution } from './end-flow-execution.ts';
import { endFlowModuleExecution } from './end-flow-module-execution.ts';
import { getMetricData } from './get-metric-data.ts';
import { getParticipantInput } from './get-participant-input.ts';
import { invokeFlowModule } from './invoke-flow-module.ts';
import { invokeLambdaFunction } from './invoke-lambda-function.ts';
import { loadLambdaResult } from './load-lambda-result.ts';
import { loop } from './loop.ts';
import { messageParticipant } from './message-participant.ts';
import { messageParticipantIteratively } from './message-participant-iteratively.ts';
import { routeContactToAgent } from './route-contact-to-agent.ts';
import { showView } from './show-view.ts';
import { tagContact, untagContact } from './tag-contact.ts';
import { transferContactToAgent } from './transfer-contact-to-agent.ts';
import { transferContactToQueue } from './transfer-contact-to-queue.ts';
import { transferParticipantToThirdParty } from './transfer-participant-to-third-party.ts';
import { transferToFlow } from './transfer-to-flow.ts';
import { updateContactAttributes } from './update-contact-attributes.ts';
import { updateContactCallbackNumber } from './update-contact-callback-number.ts';
import { updateContactData } from './update-contact-data.ts';
import { updateContactEventHooks } from './update-contact-event-hooks.ts';
import { updateContactMediaProcessing } from './update-contact-media-processing.ts';
import { updateContactMediaStreamingBehavior } from './update-contact-media-streaming-behavior.ts';
import { updateContactRecordingAndAnalyticsBehavior } from './update-contact-recording-and-analytics-behavior.ts';
import { updateContactRecordingBehavior } from './update-contact-recording-behavior.ts';
import { updateContactRoutingBehavior } from './update-contact-routing-behavior.ts';
import { updateContactTargetQueue } from './update-contact-target-queue.ts';
import { updateContactTextToSpeechVoice } from './update-contact-text-to-speech-voice.ts';
import { updateFlowAttributes } from './update-flow-attributes.ts';
import { updateFlowLoggingBehavior } from './update-flow-logging-behavior.ts';
import { updateContactRoutingCriteria, updateRoutingCriteria } from './update-routing-criteria.ts';
import { wait } from './wait.ts';

/** Every action type that flows may use here, by name. Another type is refused when the flow is published. */
export const ACTIONS: ReadonlyMap<string, ActionDefinition> = new Map(
  [
    checkHoursOfOperation,
    checkMetricData,
    compare,
    completeOutboundCall,
    dequeueContactAndTransferToQueue,
    disconnectParticipant,
    distributeByPercentage,
    endFlowExecution,
    getMetricData,
    getParticipantInput,
    invokeLambdaFunction,
    loop,
    messageParticipant,
    messageParticipantIteratively,
    showView,
    tagContact,
    transferContactToQueue,
    transferToFlow,
    untagContact,
    updateContactAttributes,
    updateContactData,
    updateContactEventHooks,
    updateContactRecordingAndAnalyticsBehavior,
    updateContactRecordingBehavior,
    updateContactRoutingBehavior,
    updateContactTargetQueue,
    updateContactTextToSpeechVoice,
    updateFlowAttributes,
    updateFlowLoggingBehavior,
    createCallbackContact,
    endFlowModuleExecution,
    invokeFlowModule,
    transferParticipantToThirdParty,
    updateContactCallbackNumber,
    wait,
    updateContactRoutingCriteria,
    updateRoutingCriteria,
    checkOutboundCallStatus,
    createTask,
    updateContactMediaStreamingBehavior,
    updateContactMediaProcessing,
    transferContactToAgent,
    routeContactToAgent,
    loadLambdaResult,
  ].map((definition) => [definition.type, definition]),
);
