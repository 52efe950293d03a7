import sql from 'sql-template-tag'
import { connectionOf } from '../../platform/connection.ts'
import { builder } from '../../platform/schema-builder.ts'
import { HelpAreaEnum, OrganisationKindEnum } from '../../platform/vocabulary.graphql.ts'
import { listOrganisations } from './list-organisations.ts'
import {
  ancestorCodes,
  loadChildren,
  loadOrganisation,
  loadOrganisationByCode,
  wholeOrganisation,
} from './organisation-row.ts'
import type { OrganisationBrief, OrganisationRow } from './organisation-row.ts'
import { loadAgencyIdsOfZone, loadZone, loadZoneOfAgency, zonesWhere } from './zone-row.ts'
import type { ZoneRow } from './zone-row.ts'

export const Organisation = builder.objectRef<OrganisationBrief | OrganisationRow>('Organisation')
export const Zone = builder.objectRef<ZoneRow>('Zone')

const present = <Item>(items: readonly (Item | null)[]): Item[] =>
  items.filter((item) => item !== null)

Organisation.implement({
  description:
    'A node of the one tree: city committee › agency › branch, and city committee › district › street › community.',
  fields: (t) => ({
    id: t.exposeID('id'),
    kind: t.expose('kind', { type: OrganisationKindEnum }),
    code: t.exposeString('code'),
    name: t.exposeString('name'),
    pinyinInitials: t.string({
      resolve: async (brief, _args, context) =>
        (await wholeOrganisation(context, brief)).pinyinInitials,
    }),
    path: t.exposeString('path', { description: "Codes from the root, each followed by '/'." }),
    position: t.int({
      description: 'The fixed order among siblings.',
      resolve: async (brief, _args, context) => (await wholeOrganisation(context, brief)).position,
    }),
    strengths: t.field({
      type: [HelpAreaEnum],
      resolve: async (brief, _args, context) => (await wholeOrganisation(context, brief)).strengths,
    }),
    memberCount: t.int({
      nullable: true,
      resolve: async (brief, _args, context) =>
        (await wholeOrganisation(context, brief)).memberCount,
    }),
    validFrom: t.field({
      type: 'Date',
      resolve: async (brief, _args, context) => (await wholeOrganisation(context, brief)).validFrom,
    }),
    validTo: t.field({
      type: 'Date',
      nullable: true,
      resolve: async (brief, _args, context) => (await wholeOrganisation(context, brief)).validTo,
    }),
    parent: t.field({
      type: Organisation,
      nullable: true,
      resolve: async (brief, _args, context) => {
        const { parentId } = await wholeOrganisation(context, brief)
        return parentId === null ? null : loadOrganisation(context, parentId)
      },
    }),
    ancestors: t.field({
      type: [Organisation],
      description: 'From the city committee down to the parent.',
      resolve: async (organisation, _args, context) =>
        present(
          await Promise.all(
            ancestorCodes(organisation).map((code) => loadOrganisationByCode(context, code)),
          ),
        ),
    }),
    children: t.field({
      type: [Organisation],
      resolve: async ({ id }, _args, context) => (await loadChildren(context, id)) ?? [],
    }),
    zone: t.field({
      type: Zone,
      nullable: true,
      description: 'The zone of the agency that this is or belongs to.',
      resolve: async (brief, _args, context) => {
        if (brief.kind === 'AGENCY') return loadZoneOfAgency(context, brief.id)
        if (brief.kind !== 'BRANCH') return null
        const { parentId } = await wholeOrganisation(context, brief)
        return parentId === null ? null : loadZoneOfAgency(context, parentId)
      },
    }),
    ledZones: t.field({
      type: [Zone],
      resolve: ({ id, kind }, _args, context) =>
        kind === 'AGENCY' ? zonesWhere(context, sql`z.lead_agency_id = ${id}::uuid`) : [],
    }),
  }),
})

Zone.implement({
  description: '党建工作协作区: a group of agencies with one lead agency and one liaison division.',
  fields: (t) => ({
    id: t.exposeID('id'),
    code: t.exposeString('code'),
    name: t.exposeString('name'),
    position: t.exposeInt('position'),
    liaison: t.exposeString('liaison', {
      description: 'The division that keeps contact with the zone.',
    }),
    leadAgency: t.field({
      type: Organisation,
      nullable: true,
      resolve: ({ leadAgencyId }, _args, context) =>
        leadAgencyId === null ? null : loadOrganisation(context, leadAgencyId),
    }),
    agencies: t.field({
      type: [Organisation],
      resolve: async ({ id }, _args, context) => {
        const ids = (await loadAgencyIdsOfZone(context, id)) ?? []
        return present(
          await Promise.all(ids.map((agencyId) => loadOrganisation(context, agencyId))),
        )
      },
    }),
  }),
})

const OrganisationConnection = connectionOf('Organisation', Organisation)
const OrganisationFilterInput = builder.inputType('OrganisationFilter', {
  fields: (t) => ({
    kinds: t.field({ type: [OrganisationKindEnum] }),
    search: t.string({ description: 'Name, also a former one, code or pinyin initials.' }),
    underId: t.id(),
    zoneId: t.id(),
    ended: t.boolean({
      description:
        'Only those that have ended, or only those that have not. Unsaid: a search finds both.',
    }),
  }),
})

builder.queryFields((t) => ({
  organisations: t.field({
    type: OrganisationConnection,
    description: 'The organisations in the order of the tree.',
    authScopes: { operation: 'organisations' },
    args: {
      first: t.arg.int({ defaultValue: 50 }),
      after: t.arg.string(),
      filter: t.arg({ type: OrganisationFilterInput }),
    },
    resolve: (_root, { filter, ...page }, context) =>
      listOrganisations(context, page, filter ?? {}),
  }),
  organisation: t.field({
    type: Organisation,
    nullable: true,
    authScopes: { operation: 'organisation' },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => loadOrganisation(context, id),
  }),
  zones: t.field({
    type: [Zone],
    authScopes: { operation: 'zones' },
    resolve: (_root, _args, context) => zonesWhere(context),
  }),
  zone: t.field({
    type: Zone,
    nullable: true,
    authScopes: { operation: 'zone' },
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => loadZone(context, id),
  }),
}))
