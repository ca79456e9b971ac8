// Project-to-project rules for Nx: which tag may see which. The tags stand in each project.json.
// One owner per rule: folders inside a service and npm packages belong to dependency-cruiser.cjs.

const layers = (extra) => [
  { sourceTag: 'scope:contracts', onlyDependOnLibsWithTags: extra },
  { sourceTag: 'scope:decider', onlyDependOnLibsWithTags: extra },
  { sourceTag: 'scope:policy', onlyDependOnLibsWithTags: ['scope:contracts', 'scope:decider', ...extra] },
  {
    sourceTag: 'layer:domain',
    onlyDependOnLibsWithTags: ['scope:contracts', 'scope:decider', 'scope:policy', ...extra],
  },
  { sourceTag: 'layer:lib', onlyDependOnLibsWithTags: ['layer:lib', ...extra] },
  { sourceTag: 'layer:infra-lib', onlyDependOnLibsWithTags: ['layer:lib', 'layer:infra-lib', ...extra] },
  { sourceTag: 'layer:testing', onlyDependOnLibsWithTags: ['layer:lib', 'layer:infra-lib', 'layer:testing'] },
  { sourceTag: 'layer:service', onlyDependOnLibsWithTags: ['layer:lib', ...extra] },
  {
    sourceTag: 'layer:infra',
    onlyDependOnLibsWithTags: ['layer:lib', 'layer:infra-lib', 'layer:service', ...extra],
  },
  { sourceTag: 'layer:tests', onlyDependOnLibsWithTags: ['*'] },
];

const options = {
  // A service reaches its own domain by a relative path: these prefixes cannot climb out of a service's src/.
  allow: ['./domain/**', '../domain/**', '../../domain/**', '../../../domain/**'],
  enforceBuildableLibDependency: false,
};

/** What production code may see. */
export const sourceBoundaries = { ...options, depConstraints: layers([]) };

/** Specs may use libs/testing, and the public face of their own package. */
export const specBoundaries = {
  ...options,
  allowCircularSelfDependency: true,
  depConstraints: layers(['layer:testing']),
};

/** Audit folds every service's history with the same `evolve` that runs live. */
export const replayBoundaries = {
  ...options,
  depConstraints: layers([]).map((layer) =>
    layer.sourceTag === 'layer:service' ? { ...layer, onlyDependOnLibsWithTags: ['layer:lib', 'layer:domain'] } : layer,
  ),
};
