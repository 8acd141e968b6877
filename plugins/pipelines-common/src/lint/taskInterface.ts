import type { TaskInterface } from './LintFinding';
import { Part } from './Part';

/** What the spec of a Task, or one that is written into a Pipeline, asks for and gives. */
export function taskInterface(spec: unknown): TaskInterface {
  const part = spec instanceof Part ? spec : new Part(spec);
  return {
    params: part.at('params').items.flatMap(param => {
      const name = param.at('name').text;
      return name === undefined
        ? []
        : [{ name, type: paramType(param), default: param.at('default').value }];
    }),
    workspaces: part.at('workspaces').items.flatMap(workspace => {
      const name = workspace.at('name').text;
      return name === undefined
        ? []
        : [{ name, optional: workspace.at('optional').value === true }];
    }),
    results: part.at('results').items.flatMap(result => {
      const name = result.at('name').text;
      return name === undefined ? [] : [{ name }];
    }),
  };
}

/** As Tekton takes it: said, or of the default, or of properties. */
function paramType(param: Part): string {
  const said = param.at('type').text;
  if (said !== undefined) return said;
  if (param.at('properties').isThere) return 'object';
  return valueType(param.at('default').value);
}

export function valueType(value: unknown): 'string' | 'array' | 'object' {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'object' && value !== null ? 'object' : 'string';
}
