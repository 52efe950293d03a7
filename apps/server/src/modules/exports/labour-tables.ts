import { joinedNames } from '@gongjian/domain/joined'
import { CAMPAIGN_STATES } from '@gongjian/domain/vocabulary'
import { z } from 'zod'
import { listAttendances } from '../labour/attendance-row.ts'
import type { AttendanceRow } from '../labour/attendance-row.ts'
import {
  listCampaignPlans,
  loadCampaignResult,
  loadInvitations,
} from '../labour/campaign-plan-row.ts'
import type {
  CampaignPlanRow,
  CampaignResultRow,
  InvitationRow,
} from '../labour/campaign-plan-row.ts'
import { HOURS_GROUPS, listHours } from '../labour/hours-ledger.ts'
import type { HoursRow } from '../labour/hours-ledger.ts'
import { listSessions } from '../labour/session-row.ts'
import type { SessionRow } from '../labour/session-row.ts'
import { listCertificates, numberOf } from '../labour/certificate-row.ts'
import type { ListedCertificate } from '../labour/certificate-row.ts'
import { listVolunteers, nameFor } from '../labour/volunteer-row.ts'
import type { VolunteerRow } from '../labour/volunteer-row.ts'
import {
  calendarDay,
  day,
  define,
  flag,
  id,
  list,
  moment,
  number,
  text,
  year,
} from './define-table.ts'
import type { ExportTable } from './define-table.ts'

const search = z.string().max(200).optional()
type CampaignLine = CampaignPlanRow & { invitations?: InvitationRow[]; result?: CampaignResultRow }

/** The tables of volunteer labour: names stand in them as the reader may see them, persons in the order of names. */
export const labourTables = {
  campaigns: define<CampaignLine>()({
    operation: 'campaignPlans',
    filter: z.object({ year, states: list(CAMPAIGN_STATES), search, invited: flag }),
    columns: ({ text: say }) => [
      { head: say('export.name'), width: 36, cell: ({ name }) => text(name) },
      { head: say('export.day'), width: 14, isDay: true, cell: (row) => day(row.day) },
      { head: say('export.place'), width: 30, cell: ({ place }) => text(place) },
      {
        head: say('export.state'),
        cell: ({ state }) => text(say(`words.campaign_state_${state}`)),
      },
      { head: say('export.organiser'), width: 24, cell: ({ organiser }) => text(organiser?.name) },
      { head: say('export.wantedHeadCount'), cell: (row) => number(row.wantedHeadCount) },
      { head: say('export.invitedAgencies'), cell: (row) => number(row.invitations?.length) },
      {
        head: say('export.signedUpHeadCount'),
        cell: (row) => number(row.invitations?.reduce((sum, one) => sum + (one.headCount ?? 0), 0)),
      },
      { head: say('export.records'), cell: ({ result }) => number(result?.records) },
      { head: say('export.agencies'), cell: ({ result }) => number(result?.agencies) },
      { head: say('export.personTimes'), cell: ({ result }) => number(result?.personTimes) },
      { head: say('export.hours'), cell: ({ result }) => number(result?.hours) },
    ],
    prepare: async (context, row) => {
      row.invitations = await loadInvitations(context, row.id)
      row.result = await loadCampaignResult(context, row.id)
    },
    page: (context, filter, after) => listCampaignPlans(context, { first: 100, after }, filter),
  }),
  volunteers: define<VolunteerRow>()({
    operation: 'volunteers',
    filter: z.object({ search, teamId: id, organisationId: id, sessionId: id, active: flag }),
    columns: (context) => {
      const { text: say } = context
      return [
        {
          head: say('export.organisation'),
          width: 30,
          cell: ({ organisation }) => text(organisation.name),
        },
        { head: say('export.volunteer'), cell: (row) => text(nameFor(context, row)) },
        {
          head: say('export.consent'),
          cell: (row) => text(say(row.consentsToNamed ? 'export.yes' : 'export.no')),
        },
        { head: say('export.joinedOn'), width: 14, isDay: true, cell: (row) => day(row.joinedOn) },
        { head: say('export.leftOn'), width: 14, isDay: true, cell: (row) => day(row.leftOn) },
      ]
    },
    page: (context, filter, after) => listVolunteers(context, { first: 100, after }, filter),
  }),
  'labour-sessions': define<SessionRow>()({
    operation: 'labourSessions',
    filter: z.object({
      campaignId: id,
      organisationId: id,
      dayFrom: calendarDay,
      dayTo: calendarDay,
      open: flag,
      mine: flag,
    }),
    columns: ({ text: say }) => [
      { head: say('export.day'), width: 14, isDay: true, cell: (row) => day(row.day) },
      { head: say('export.session'), width: 30, cell: ({ title }) => text(title) },
      { head: say('export.community'), width: 20, cell: ({ community }) => text(community.name) },
      { head: say('export.place'), width: 30, cell: ({ place }) => text(place) },
      { head: say('export.present'), cell: ({ present }) => number(present) },
    ],
    page: (context, filter, after) => listSessions(context, { first: 100, after }, filter),
  }),
  'labour-attendances': define<AttendanceRow>()({
    operation: 'labourAttendances',
    filter: z.object({ sessionId: id, volunteerId: id, marked: flag }),
    columns: (context) => {
      const { text: say } = context
      return [
        {
          head: say('export.day'),
          width: 14,
          isDay: true,
          cell: ({ session }) => day(session.day),
        },
        { head: say('export.session'), width: 30, cell: ({ session }) => text(session.title) },
        {
          head: say('export.community'),
          width: 20,
          cell: ({ session }) => text(session.community.name),
        },
        {
          head: say('export.organisation'),
          width: 30,
          cell: ({ volunteer }) => text(volunteer.organisation.name),
        },
        { head: say('export.volunteer'), cell: (row) => text(nameFor(context, row.volunteer)) },
        {
          head: say('export.source'),
          cell: ({ source }) => text(say(`words.attendance_source_${source}`)),
        },
        { head: say('export.checkedInAt'), width: 20, cell: (row) => moment(row.checkedInAt) },
        { head: say('export.checkedOutAt'), width: 20, cell: (row) => moment(row.checkedOutAt) },
        { head: say('export.recordedHours'), cell: (row) => number(row.recordedHours) },
        { head: say('export.addedHours'), cell: (row) => number(row.addedHours) },
        {
          head: say('export.marks'),
          width: 24,
          cell: ({ marks }) =>
            text(
              joinedNames(
                context.locale,
                marks.map((one) => say(`words.attendance_mark_${one}`)),
              ),
            ),
        },
      ]
    },
    page: (context, filter, after) => listAttendances(context, { first: 100, after }, filter),
  }),
  'labour-hours': define<HoursRow>()({
    operation: 'labourHours',
    filter: z.object({
      group: z.enum(HOURS_GROUPS).optional(),
      organisationId: id,
      campaignId: id,
      dayFrom: calendarDay,
      dayTo: calendarDay,
      search,
    }),
    columns: (context) => {
      const { text: say } = context
      return [
        {
          head: say('export.organisation'),
          width: 30,
          cell: ({ organisation }) => text(organisation.name),
        },
        {
          head: say('export.volunteer'),
          cell: ({ volunteer }) => text(volunteer && nameFor(context, volunteer)),
        },
        { head: say('export.volunteers'), cell: (row) => number(row.volunteers) },
        { head: say('export.services'), cell: ({ services }) => number(services) },
        { head: say('export.recordedHours'), cell: (row) => number(row.recordedHours) },
        { head: say('export.addedHours'), cell: (row) => number(row.addedHours) },
      ]
    },
    page: (context, filter, after) => listHours(context, { first: 100, after }, filter),
  }),
  certificates: define<ListedCertificate>()({
    operation: 'readCertificate',
    filter: z.object({ volunteerId: id }),
    columns: (context) => {
      const { text: say } = context
      return [
        {
          head: say('export.certificateNumber'),
          width: 24,
          cell: (row) => text(numberOf(context, row)),
        },
        {
          head: say('export.volunteer'),
          cell: ({ volunteer }) => text(nameFor(context, volunteer)),
        },
        {
          head: say('export.organisation'),
          width: 30,
          cell: ({ volunteer }) => text(volunteer.organisation.name),
        },
        {
          head: say('export.dayFrom'),
          width: 14,
          isDay: true,
          cell: ({ dayFrom }) => day(dayFrom),
        },
        { head: say('export.dayTo'), width: 14, isDay: true, cell: ({ dayTo }) => day(dayTo) },
        { head: say('export.recordedHours'), cell: (row) => number(row.recordedHours) },
        { head: say('export.addedHours'), cell: (row) => number(row.addedHours) },
        { head: say('export.certificateCode'), width: 20, cell: ({ code }) => text(code) },
        { head: say('export.issuedBy'), width: 24, cell: ({ issuerName }) => text(issuerName) },
        { head: say('export.issuedAt'), width: 20, cell: ({ issuedAt }) => moment(issuedAt) },
        { head: say('export.revokedAt'), width: 20, cell: ({ revokedAt }) => moment(revokedAt) },
        { head: say('export.reason'), width: 30, cell: ({ revokeReason }) => text(revokeReason) },
      ]
    },
    page: (context, filter, after) => listCertificates(context, { first: 100, after }, filter),
  }),
} satisfies Record<string, ExportTable>
