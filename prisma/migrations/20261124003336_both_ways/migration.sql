-- Who writes the record. What was written before this was written by the side that its direction names first.
ALTER TABLE "activity" ADD COLUMN "recording_side" "rollup_side",
ADD COLUMN "signed_side" "rollup_side";
UPDATE "activity" SET "recording_side" = CASE "direction" WHEN 'COMMUNITY_TO_AGENCY' THEN 'COMMUNITY_SIDE'::"rollup_side" ELSE 'AGENCY_SIDE' END;
ALTER TABLE "activity" ALTER COLUMN "recording_side" SET NOT NULL;

ALTER TABLE "activity"
  ADD CONSTRAINT "activity_recorded_by_the_helping_side" CHECK ("direction" = 'JOINT' OR ("direction" = 'AGENCY_TO_COMMUNITY') = ("recording_side" = 'AGENCY_SIDE')),
  ADD CONSTRAINT "activity_signed_by_one_side" CHECK ("signed_side" IS NULL OR ("direction" = 'JOINT' AND "status" = 'SUBMITTED'));

-- The agency's inbox, beside the community's.
CREATE INDEX "activity_waiting_for_agency" ON "activity" ("city_code", "agency_side_path" text_pattern_ops, "submitted_at", "id") WHERE "status" = 'SUBMITTED' AND "direction" <> 'AGENCY_TO_COMMUNITY';

-- As before, and with the recording side, so that a draft's moves are told to its own side alone.
CREATE OR REPLACE FUNCTION activity_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(current_setting('gongjian.skip_rollups', true), '') = 'on' THEN RETURN NULL; END IF;
  IF TG_OP = 'UPDATE' THEN PERFORM roll_up(OLD, -1); END IF;
  PERFORM roll_up(NEW, 1);
  PERFORM pg_notify('activity_moved', json_build_object(
    'city', NEW.city_code, 'id', NEW.id, 'status', NEW.status, 'version', NEW.version,
    'agencySidePath', NEW.agency_side_path, 'communitySidePath', NEW.community_side_path, 'zoneId', NEW.zone_id,
    'recordingSide', NEW.recording_side, 'wasSent', TG_OP = 'UPDATE' AND OLD.status IN ('SUBMITTED', 'COUNTERSIGNED', 'RETURNED'))::text);
  RETURN NULL;
END $$;
