-- Shares out a migrated, still empty database by city over the nodes of a Citus cluster, each city whole on one node.
-- Run once, as the owner, on the coordinator, after `npm run db:migrate`:  psql "$DATABASE_URL" -v ON_ERROR_STOP=1 -f prisma/citus/distribute.sql
-- What it rests on is proved by citus.test.ts (keys) and every-statement-names-its-city.test.ts (statements).
BEGIN;
CREATE EXTENSION IF NOT EXISTS citus;
-- The triggers of a record write only rows of its own city, and these lie on the same node as the record.
SET LOCAL citus.enable_unsafe_triggers = on;

-- On every node: what rows of all cities refer to.
SELECT create_reference_table('city');
SELECT create_reference_table('user_account');
-- On the coordinator alone: what is asked before the city is known, and what belongs to none.
SELECT citus_add_local_table_to_metadata('session');
SELECT citus_add_local_table_to_metadata('api_token');
SELECT citus_add_local_table_to_metadata('rate_limit');

-- By city, all of one city together; what is referred to comes before what refers to it.
SELECT create_distributed_table('organisation', 'city_code', colocate_with => 'none');
SELECT create_distributed_table('activity_rollup', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('assessment_scheme', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('audit_chain', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('audit_event', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('diagnosis_follow_up', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('diagnosis_threshold', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('hand_over', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('import', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('indicator', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('notification', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('notification_choice', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('organisation_change', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('output_rollup', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('city_activity_rollup', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('city_output_rollup', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('node_activity_rollup', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('node_output_rollup', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('node_year_rollup', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('node_year', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('node_version', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('period', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('phrase', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('position', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('suggestion', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('archive', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('assessment_mark', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('assessment_run', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('assessment_simulation', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('campaign', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('household', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('import_row', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('organisation_change_part', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('organisation_placement', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('pairing', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('period_quarter', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('report_rule', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('robot', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('role_assignment', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('saved_view', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('volunteer', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('volunteer_team', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('zone', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('activity', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('archive_record', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('assessment_input', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('assessment_score', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('bulletin', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('campaign_invitation', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('campaign_sign_up', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('delivery', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('deputation', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('donation_drive', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('household_duplicate', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('household_pairing', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('joint_assessment', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('labour_session', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('robot_told', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('team_membership', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('volunteer_certificate', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('zone_membership', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('acted_for', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('appeal', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('bulletin_file', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('correction', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('countersignature', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('designation', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('donation_confirmation', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('escalation', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('household_visit', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('joint_body', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('labour_attendance', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('output', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('participation', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('period_exception', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('run_publication', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('taken_activity', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('attendance_correction', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('correction_line', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('evidence', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('evidence_upload', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('joint_mark', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('donation', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('gaming_reading', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('gaming_sign', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('joint_reminder', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('plan', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('plan_line', 'city_code', colocate_with => 'organisation');
SELECT create_distributed_table('plan_reminder', 'city_code', colocate_with => 'organisation');

-- What writes for one city runs where that city lies.
SELECT create_distributed_function('append_audit(text,text,timestamptz,uuid,text,role,uuid,text,text,text,text)', '$1', colocate_with => 'organisation');
SELECT create_distributed_function('append_audits(text,text,timestamptz,uuid,text,role,uuid,text,text,text[],text[])', '$1', colocate_with => 'organisation');
SELECT create_distributed_function('roll_up_many(text,uuid[],integer)', '$1', colocate_with => 'organisation');
SELECT create_distributed_function('tell_moved(text,uuid[],boolean)', '$1', colocate_with => 'organisation');
SELECT create_distributed_function('rebuild_rollups(text)', '$1', colocate_with => 'organisation');
SELECT create_distributed_function('period_status_for(text,uuid,date,text,text)', '$1', colocate_with => 'organisation');
COMMIT;
