-- CreateEnum
CREATE TYPE "notification_kind" AS ENUM ('RECORD_WAITS', 'RECORDS_WAIT', 'RECORD_SIGNED', 'RECORD_CORRECTED', 'RECORD_RETURNED', 'RECORD_REOPENED', 'WAITS_3_DAYS', 'WAITS_7_DAYS', 'HOUSEHOLD_SEEN', 'CAMPAIGN_INVITATION', 'SUGGESTION_ANSWERED');

-- CreateTable
CREATE TABLE "notification" (
    "city_code" TEXT NOT NULL,
    "recipient_id" UUID NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "id" UUID NOT NULL,
    "kind" "notification_kind" NOT NULL,
    "subject_id" UUID,
    "count" INTEGER NOT NULL,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_pkey" PRIMARY KEY ("city_code","recipient_id","made_at","id")
);

-- CreateTable
CREATE TABLE "escalation" (
    "city_code" TEXT NOT NULL,
    "activity_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "after_days" SMALLINT NOT NULL,
    "escalated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "escalation_pkey" PRIMARY KEY ("city_code","activity_id","version","after_days")
);

-- AddForeignKey
ALTER TABLE "escalation" ADD CONSTRAINT "escalation_city_code_activity_id_fkey" FOREIGN KEY ("city_code", "activity_id") REFERENCES "activity"("city_code", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

ALTER TABLE "notification" ADD CONSTRAINT "notification_count_positive" CHECK ("count" > 0);

-- The bell counts these, and the record's next move settles them.
CREATE INDEX "notification_unread" ON "notification" ("city_code", "recipient_id") WHERE "read_at" IS NULL;
CREATE INDEX "notification_unsettled" ON "notification" ("city_code", "subject_id") WHERE "read_at" IS NULL AND "subject_id" IS NOT NULL;
