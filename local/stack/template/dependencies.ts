/** Which resources of its own stack a resource needs first. */
import { isRecord, type Template, TemplateError, type TemplateResource } from './template.ts';

export function dependenciesOf(resource: TemplateResource, template: Template): ReadonlySet<string> {
  const named = new Set<string>();
  const dependsOn = resource.DependsOn ?? [];
  for (const logicalId of typeof dependsOn === 'string' ? [dependsOn] : dependsOn) named.add(logicalId);
  collect(resource.Properties, named);
  return new Set([...named].filter((name) => Object.hasOwn(template.Resources, name)));
}

/** The resources in an order in which each comes after what it needs. */
export function deploymentOrder(template: Template): readonly string[] {
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (logicalId: string, path: readonly string[]): void => {
    if (state.get(logicalId) === 'done') return;
    if (state.get(logicalId) === 'open') {
      throw new TemplateError(`circular dependency between resources: ${[...path, logicalId].join(' -> ')}`);
    }
    const resource = template.Resources[logicalId];
    if (resource === undefined) return;
    state.set(logicalId, 'open');
    for (const dependency of dependenciesOf(resource, template)) visit(dependency, [...path, logicalId]);
    state.set(logicalId, 'done');
    order.push(logicalId);
  };
  for (const logicalId of Object.keys(template.Resources)) visit(logicalId, []);
  return order;
}

function collect(value: unknown, named: Set<string>): void {
  if (Array.isArray(value)) {
    for (const element of value) collect(element, named);
    return;
  }
  if (!isRecord(value)) return;
  for (const [key, element] of Object.entries(value)) {
    if (key === 'Ref' && typeof element === 'string') named.add(element);
    else if (key === 'Fn::GetAtt')
      named.add(String(Array.isArray(element) ? element[0] : String(element).split('.')[0]));
    else if (key === 'Fn::Sub') {
      const text = Array.isArray(element) ? element[0] : element;
      for (const [, name] of String(text).matchAll(/\$\{([A-Za-z0-9]+)(?:\.[^}]+)?\}/g)) if (name) named.add(name);
      collect(element, named);
    } else collect(element, named);
  }
}
