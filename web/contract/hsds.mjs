// Holds the public directory's recorded answers to the schemas of HSDS 3.0 with no further property allowed at any level,
// and each whole service to the NRM profile. Says first that the check itself finds what it should.
//   node web/contract/hsds.mjs exchanges.jsonl
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../staff/package.json', import.meta.url));
const Ajv = require('ajv/dist/2020').default;
const addFormats = require('ajv-formats').default;

const root = new URL('../../', import.meta.url);
const standard = new URL('packs/standards/hsds/', root);
const read = (path, base = standard) => JSON.parse(readFileSync(new URL(path, base), 'utf8'));
const TYPES = ['accessibility', 'address', 'attribute', 'contact', 'cost_option', 'funding', 'language', 'location',
  'metadata', 'meta_table_description', 'organization', 'organization_identifier', 'organization_list', 'phone', 'program',
  'required_document', 'schedule', 'service', 'service_area', 'service_at_location', 'service_at_location_list',
  'service_list', 'taxonomy', 'taxonomy_term'];
const BASE = 'hsds:///';

function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== 'object') return schema;
  const parts = Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, closed(part)]));
  // Beside $ref nothing else may forbid what the other schema allows.
  return parts.properties && !parts.$ref ? { ...parts, additionalProperties: false } : parts;
}
// What the standard's compiled schemas add to the single ones.
function nested(type, schema) {
  if (type === 'service_at_location') schema.properties.service = { $ref: 'service.json' };
  if (type === 'organization') schema.properties.services = { type: 'array', items: { $ref: 'service.json' } };
  return schema;
}

const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
addFormats(ajv);
for (const type of TYPES) {
  const { name, path, ...schema } = read(`schema/${type}.json`);
  ajv.addSchema({ ...closed(nested(type, schema)), $id: `${BASE}${type}.json` });
}
const page = read('schema/openapi.json').components.schemas.Page;
ajv.addSchema({ ...page, $id: `${BASE}page`, required: [...Object.keys(page.properties), 'contents'], additionalProperties: false,
  properties: { ...page.properties, contents: { type: 'array' } } });
ajv.addSchema(read('docs/formats/hsds-nrm-profile.schema.json', root));

const faultsOf = (schema, document) => {
  const validate = ajv.getSchema(schema);
  if (!validate) throw new Error(`no schema ${schema}`);
  return validate(document) ? [] : validate.errors.map(({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${params.additionalProperty ?? ''}`.trim());
};
const fits = (type, document) => faultsOf(`${BASE}${type}.json`, document);
const KINDS = { services: 'service', organizations: 'organization', service_at_locations: 'service_at_location',
  taxonomies: 'taxonomy', taxonomy_terms: 'taxonomy_term' };
const LISTED = { service: 'service_list', organization: 'organization_list', service_at_location: 'service_at_location_list',
  taxonomy: 'taxonomy', taxonomy_term: 'taxonomy_term' };

function answerFaults(pattern, path, body) {
  if (pattern === '/hsds') return ['version', 'profile', 'openapi_url'].filter((name) => typeof body[name] !== 'string').map((name) => `${name} is missing`);
  const [, , list, id] = pattern.split('/');
  const type = KINDS[list];
  if (id) return [...fits(type, body), ...(type === 'service' ? faultsOf('urn:opennrm:hsds:nrm-profile', body) : [])];
  const deep = /[?&](full|full_service)=(true|1)/.test(path);
  return [...faultsOf(`${BASE}page`, body), ...body.contents.flatMap((item) => fits(deep ? type : LISTED[type], item))];
}

let passed = 0;
let failed = 0;
function check(what, faults) {
  if (faults.length === 0) passed += 1;
  else {
    failed += 1;
    console.log(`FAIL ${what}: ${faults.slice(0, 5).join('; ')}`);
  }
}

for (const [file, type] of [['service_full', 'service'], ['organization_full', 'organization'], ['service_at_location_full', 'service_at_location'],
  ['taxonomy', 'taxonomy'], ['taxonomy_term', 'taxonomy_term']]) {
  const example = read(`examples/${file}.json`);
  check(`the specification's own ${file}.json`, fits(type, example));
  check(`a renamed field in ${file}.json is found`, fits(type, { ...example, nome: example.name }).length ? [] : ['nothing was found']);
}
const inside = read('examples/service_full.json');
inside.phones[0].numero = '1';
check('a field too many deep inside is found', fits('service', inside).length ? [] : ['nothing was found']);
check('a service without a kind does not fit the profile', faultsOf('urn:opennrm:hsds:nrm-profile', read('examples/service_full.json')).length ? [] : ['it fits']);

const seen = new Set();
for (const line of readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean)) {
  const { method, pattern, path, status, response_body: body } = JSON.parse(line);
  if (method.toUpperCase() !== 'GET' || status !== 200 || !pattern.startsWith('/hsds') || pattern === '/hsds/profile') continue;
  seen.add(pattern);
  check(`GET ${path}`, answerFaults(pattern, path, typeof body === 'string' ? JSON.parse(body) : body));
}
for (const list of Object.keys(KINDS))
  for (const pattern of [`/hsds/${list}`, `/hsds/${list}/{id}`]) check(`${pattern} was asked`, seen.has(pattern) ? [] : ['no answer of it was recorded']);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
