import { pauseTask, resumeTask } from '../../contacts/pause.ts';
import type { Engine } from '../../engine.ts';
import type { Flow } from '../../instance.ts';
import { invalidRequest, ServiceError } from '../errors.ts';
import { checkInstance, contactIn, flowIn, type Input } from '../input.ts';
import { contactResource, type ServiceOperation } from '../operation.ts';

const operation = (act: typeof pauseTask, conflict: string): ServiceOperation => ({
  resources: contactResource(),
  run: (engine: Engine, input: Input) => {
    checkInstance(engine, input);
    const contact = contactIn(engine, input);
    const flow: Flow | undefined = input.ContactFlowId === undefined ? undefined : flowIn(engine, input);
    if (contact.channel !== 'TASK') throw invalidRequest('Only TASK contacts can be paused and resumed');
    if (act(engine, contact, flow) === 'conflict') throw new ServiceError('ConflictException', conflict);
    return {};
  },
});

export const pauseContact = operation(pauseTask, 'The contact cannot be paused in its present state');
export const resumeContact = operation(resumeTask, 'The contact is not paused');
