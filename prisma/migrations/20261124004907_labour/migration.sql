-- CreateEnum
CREATE TYPE "campaign_state" AS ENUM ('PLANNED', 'OPEN', 'HELD', 'CANCELLED');

-- CreateEnum
CREATE TYPE "attendance_source" AS ENUM ('CHECKED_IN', 'LISTED', 'ADDED_LATER');

-- CreateEnum
CREATE TYPE "attendance_mark" AS ENUM ('SENT_LATER', 'CLOCK_DIFFERS', 'SECOND_PHONE', 'SHARED_PHONE', 'FORGOTTEN_CHECK_OUT');

-- AlterTable
ALTER TABLE "campaign" ADD COLUMN     "organiser_id" UUID,
ADD COLUMN     "plan" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "state" "campaign_state" NOT NULL DEFAULT 'HELD',
ADD COLUMN     "state_reason" TEXT,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "wanted_head_count" INTEGER;

-- CreateTable
CREATE TABLE "campaign_invitation" (
    "city_code" TEXT NOT NULL,
    "campaign_id" UUID NOT NULL,
    "agency_id" UUID NOT NULL,
    "invited_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_invitation_pkey" PRIMARY KEY ("city_code","campaign_id","agency_id")
);

-- CreateTable
CREATE TABLE "campaign_sign_up" (
    "city_code" TEXT NOT NULL,
    "campaign_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "head_count" INTEGER NOT NULL,
    "words" TEXT NOT NULL,
    "signed_up_by_id" UUID NOT NULL,
    "signed_up_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_sign_up_pkey" PRIMARY KEY ("city_code","campaign_id","organisation_id")
);

-- CreateTable
CREATE TABLE "volunteer_team" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "founded_on" DATE NOT NULL,
    "dissolved_on" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "volunteer_team_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateTable
CREATE TABLE "volunteer" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "consents_to_named" BOOLEAN NOT NULL,
    "joined_on" DATE NOT NULL,
    "left_on" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "volunteer_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateTable
CREATE TABLE "team_membership" (
    "city_code" TEXT NOT NULL,
    "team_id" UUID NOT NULL,
    "volunteer_id" UUID NOT NULL,
    "joined_on" DATE NOT NULL,
    "left_on" DATE,

    CONSTRAINT "team_membership_pkey" PRIMARY KEY ("city_code","team_id","volunteer_id","joined_on")
);

-- CreateTable
CREATE TABLE "labour_session" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "community_id" UUID NOT NULL,
    "community_path" TEXT NOT NULL,
    "campaign_id" UUID,
    "day" DATE NOT NULL,
    "title" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "planned_hours" DECIMAL(4,2) NOT NULL,
    "opened_by_id" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "labour_session_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateTable
CREATE TABLE "labour_attendance" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "volunteer_id" UUID NOT NULL,
    "source" "attendance_source" NOT NULL,
    "checked_in_at" TIMESTAMPTZ(3),
    "checked_out_at" TIMESTAMPTZ(3),
    "recorded_hours" DECIMAL(5,2) NOT NULL,
    "added_hours" DECIMAL(5,2) NOT NULL,
    "marks" "attendance_mark"[],
    "phone_hash" TEXT,
    "entered_by_id" UUID,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "labour_attendance_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateTable
CREATE TABLE "attendance_correction" (
    "city_code" TEXT NOT NULL,
    "attendance_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "recorded_before" DECIMAL(5,2) NOT NULL,
    "added_before" DECIMAL(5,2) NOT NULL,
    "recorded_after" DECIMAL(5,2) NOT NULL,
    "added_after" DECIMAL(5,2) NOT NULL,
    "reason" TEXT NOT NULL,
    "corrected_by_id" UUID NOT NULL,
    "corrected_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attendance_correction_pkey" PRIMARY KEY ("city_code","attendance_id","version")
);

-- CreateTable
CREATE TABLE "volunteer_certificate" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "volunteer_id" UUID NOT NULL,
    "year" INTEGER NOT NULL,
    "serial" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "volunteer_name" TEXT NOT NULL,
    "organisation_name" TEXT NOT NULL,
    "day_from" DATE NOT NULL,
    "day_to" DATE NOT NULL,
    "recorded_hours" DECIMAL(8,2) NOT NULL,
    "added_hours" DECIMAL(8,2) NOT NULL,
    "services" JSONB NOT NULL,
    "issuer_name" TEXT NOT NULL,
    "issued_by_id" UUID NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoke_reason" TEXT,

    CONSTRAINT "volunteer_certificate_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "volunteer_team_city_code_organisation_id_name_key" ON "volunteer_team"("city_code", "organisation_id", "name");

-- CreateIndex
CREATE INDEX "volunteer_city_code_name_id_idx" ON "volunteer"("city_code", "name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "volunteer_city_code_organisation_id_number_key" ON "volunteer"("city_code", "organisation_id", "number");

-- CreateIndex
CREATE INDEX "team_membership_city_code_volunteer_id_idx" ON "team_membership"("city_code", "volunteer_id");

-- CreateIndex
CREATE INDEX "labour_session_city_code_day_id_idx" ON "labour_session"("city_code", "day" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "labour_session_city_code_community_path_day_idx" ON "labour_session"("city_code", "community_path" text_pattern_ops, "day" DESC);

-- CreateIndex
CREATE INDEX "labour_attendance_city_code_volunteer_id_idx" ON "labour_attendance"("city_code", "volunteer_id");

-- CreateIndex
CREATE UNIQUE INDEX "labour_attendance_city_code_session_id_volunteer_id_key" ON "labour_attendance"("city_code", "session_id", "volunteer_id");

-- CreateIndex
CREATE INDEX "volunteer_certificate_city_code_volunteer_id_idx" ON "volunteer_certificate"("city_code", "volunteer_id");

-- CreateIndex
CREATE UNIQUE INDEX "volunteer_certificate_city_code_code_key" ON "volunteer_certificate"("city_code", "code");

-- CreateIndex
CREATE UNIQUE INDEX "volunteer_certificate_city_code_year_serial_key" ON "volunteer_certificate"("city_code", "year", "serial");

-- CreateIndex
CREATE INDEX "campaign_city_code_day_id_idx" ON "campaign"("city_code", "day" DESC, "id");

-- AddForeignKey
ALTER TABLE "campaign" ADD CONSTRAINT "campaign_city_code_organiser_id_fkey" FOREIGN KEY ("city_code", "organiser_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "campaign_invitation" ADD CONSTRAINT "campaign_invitation_city_code_campaign_id_fkey" FOREIGN KEY ("city_code", "campaign_id") REFERENCES "campaign"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "campaign_invitation" ADD CONSTRAINT "campaign_invitation_city_code_agency_id_fkey" FOREIGN KEY ("city_code", "agency_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "campaign_sign_up" ADD CONSTRAINT "campaign_sign_up_city_code_campaign_id_fkey" FOREIGN KEY ("city_code", "campaign_id") REFERENCES "campaign"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "campaign_sign_up" ADD CONSTRAINT "campaign_sign_up_city_code_organisation_id_fkey" FOREIGN KEY ("city_code", "organisation_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "volunteer_team" ADD CONSTRAINT "volunteer_team_city_code_organisation_id_fkey" FOREIGN KEY ("city_code", "organisation_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "volunteer" ADD CONSTRAINT "volunteer_city_code_organisation_id_fkey" FOREIGN KEY ("city_code", "organisation_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "team_membership" ADD CONSTRAINT "team_membership_city_code_team_id_fkey" FOREIGN KEY ("city_code", "team_id") REFERENCES "volunteer_team"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "team_membership" ADD CONSTRAINT "team_membership_city_code_volunteer_id_fkey" FOREIGN KEY ("city_code", "volunteer_id") REFERENCES "volunteer"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "labour_session" ADD CONSTRAINT "labour_session_city_code_community_id_fkey" FOREIGN KEY ("city_code", "community_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "labour_session" ADD CONSTRAINT "labour_session_city_code_campaign_id_fkey" FOREIGN KEY ("city_code", "campaign_id") REFERENCES "campaign"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "labour_attendance" ADD CONSTRAINT "labour_attendance_city_code_session_id_fkey" FOREIGN KEY ("city_code", "session_id") REFERENCES "labour_session"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "labour_attendance" ADD CONSTRAINT "labour_attendance_city_code_volunteer_id_fkey" FOREIGN KEY ("city_code", "volunteer_id") REFERENCES "volunteer"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "attendance_correction" ADD CONSTRAINT "attendance_correction_city_code_attendance_id_fkey" FOREIGN KEY ("city_code", "attendance_id") REFERENCES "labour_attendance"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "volunteer_certificate" ADD CONSTRAINT "volunteer_certificate_city_code_volunteer_id_fkey" FOREIGN KEY ("city_code", "volunteer_id") REFERENCES "volunteer"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- By hand: what Prisma's schema cannot say.
UPDATE "campaign" c SET "organiser_id" = (SELECT o.id FROM "organisation" o WHERE o.city_code = c.city_code AND o.kind = 'CITY_COMMITTEE' LIMIT 1);
ALTER TABLE "campaign"
  ADD CONSTRAINT "campaign_wanted" CHECK ("wanted_head_count" > 0),
  ADD CONSTRAINT "campaign_cancelled" CHECK ("state" <> 'CANCELLED' OR length("state_reason") > 0);
ALTER TABLE "campaign_sign_up" ADD CONSTRAINT "campaign_sign_up_count" CHECK ("head_count" >= 0);
ALTER TABLE "volunteer" ADD CONSTRAINT "volunteer_dates" CHECK ("left_on" >= "joined_on" AND "number" > 0);
ALTER TABLE "volunteer_team" ADD CONSTRAINT "volunteer_team_dates" CHECK ("dissolved_on" >= "founded_on");
ALTER TABLE "team_membership" ADD CONSTRAINT "team_membership_dates" CHECK ("left_on" >= "joined_on");
ALTER TABLE "labour_session" ADD CONSTRAINT "labour_session_hours" CHECK ("planned_hours" > 0 AND "planned_hours" <= 24);
ALTER TABLE "labour_attendance"
  ADD CONSTRAINT "labour_attendance_hours" CHECK ("recorded_hours" >= 0 AND "added_hours" >= 0 AND "recorded_hours" + "added_hours" <= 24),
  ADD CONSTRAINT "labour_attendance_order" CHECK ("checked_out_at" >= "checked_in_at"),
  ADD CONSTRAINT "labour_attendance_checked_in" CHECK ("source" <> 'CHECKED_IN' OR "checked_in_at" IS NOT NULL);
ALTER TABLE "attendance_correction" ADD CONSTRAINT "attendance_correction_reason" CHECK (length("reason") > 0);
CREATE TRIGGER "attendance_correction_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "attendance_correction" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongjian_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON "attendance_correction" FROM gongjian_app;
    REVOKE DELETE, TRUNCATE ON "labour_attendance", "volunteer_certificate", "volunteer" FROM gongjian_app;
  END IF;
END $$;
