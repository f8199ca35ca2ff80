// Holds recorded exchanges to api/openapi.yaml. Input: JSON lines
// {method, pattern, path, request_body, status, content_type, response_body}; bodies are text or already parsed.
//   node web/contract/validate.mjs exchanges.jsonl [api/openapi.yaml]
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(new URL('../staff/package.json', import.meta.url));
const Ajv = require('ajv/dist/2020').default;
const addFormats = require('ajv-formats').default;
const { parse } = require('yaml');

const [exchanges, description = fileURLToPath(new URL('../../api/openapi.yaml', import.meta.url))] = process.argv.slice(2);
if (!exchanges) {
  console.error('usage: validate.mjs exchanges.jsonl [openapi.yaml]');
  process.exit(2);
}
const api = parse(readFileSync(description, 'utf8'));
// Answers may gain members within v1, but not without being described: each described object is closed here.
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== 'object') return schema;
  const { allOf, ...rest } = schema;
  const parts = (allOf ?? []).map((part) => (part.$ref ? api.components.schemas[part.$ref.split('/').at(-1)] : part));
  const merged = parts.reduce((all, part) => ({ ...all, ...part,
    required: [...(all.required ?? []), ...(part.required ?? [])], properties: { ...all.properties, ...part.properties } }), rest);
  if (merged.type === 'object' && merged.properties) merged.additionalProperties ??= false;
  return Object.fromEntries(Object.entries(merged).map(([name, part]) => [name, closed(part)]));
}
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema({ $id: 'api', ...closed(api) });
const validators = new Map();
function validatorAt(pointer) {
  if (!validators.has(pointer)) validators.set(pointer, ajv.compile({ $ref: `api#${pointer}` }));
  return validators.get(pointer);
}
const step = (name) => name.replace(/~/g, '~0').replace(/\//g, '~1').replace(/[{}]/g, encodeURIComponent);
const json = (body) => (typeof body === 'string' ? JSON.parse(body) : body);
const isEmpty = (body) => body === undefined || body === null || body === '';
const faultsOf = (validate, body) => (validate(body) ? [] : validate.errors.map(({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${params.additionalProperty ?? ''}`.trim()));

function answerFaults(operation, at, { status, content_type: type = '', response_body: body }) {
  const key = operation.responses[status] ? String(status) : 'default';
  if (key === 'default' && status < 400) return [`status ${status} is not described`];
  const named = operation.responses[key];
  const pointer = named.$ref ? named.$ref.slice(1) : `${at}/responses/${key}`;
  const response = named.$ref ? api.components.responses[named.$ref.split('/').at(-1)] : named;
  const media = type.split(';')[0].trim();
  if (!response.content) return isEmpty(body) ? [] : [`status ${status} has a body`];
  if (!response.content[media]) return [`answers ${media || 'nothing'}, described is ${Object.keys(response.content)}`];
  if (!media.includes('json')) return [];
  return faultsOf(validatorAt(`${pointer}/content/${step(media)}/schema`), json(body)).map((fault) => `answer ${fault}`);
}
// A request that was taken must have been allowed; one that was refused may be anything.
function requestFaults(operation, at, { status, request_body: body }) {
  if (status >= 400 || !operation.requestBody?.content['application/json'] || isEmpty(body)) return [];
  return faultsOf(validatorAt(`${at}/requestBody/content/application~1json/schema`), json(body)).map((fault) => `request ${fault}`);
}
function check(exchange) {
  const method = exchange.method.toLowerCase();
  const operation = api.paths[exchange.pattern]?.[method];
  if (!operation) return ['is not described'];
  const at = `/paths/${step(exchange.pattern)}/${method}`;
  try {
    return [...requestFaults(operation, at, exchange), ...answerFaults(operation, at, exchange)];
  } catch (error) {
    return [error.message];
  }
}

let passed = 0;
let failed = 0;
const seen = new Set();
for (const line of readFileSync(exchanges, 'utf8').split('\n').filter(Boolean)) {
  const exchange = JSON.parse(line);
  const faults = check(exchange);
  seen.add(`${exchange.method.toLowerCase()} ${exchange.pattern}`);
  if (faults.length === 0) passed += 1;
  else {
    failed += 1;
    console.log(`FAIL ${exchange.method} ${exchange.pattern} ${exchange.status}: ${faults.slice(0, 5).join('; ')}`);
  }
}
const unseen = Object.entries(api.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`)).filter((name) => !seen.has(name));
if (unseen.length) console.log(`not exercised: ${unseen.join(', ')}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
