-- CreateEnum
CREATE TYPE "hardship_kind" AS ENUM ('MINIMUM_LIVING_ALLOWANCE', 'NEAR_MINIMUM', 'DISABILITY', 'SERIOUS_ILLNESS', 'ELDERLY_ALONE', 'CHILD_IN_NEED', 'UNEMPLOYMENT', 'SUDDEN_DISASTER', 'OTHER');

-- CreateEnum
CREATE TYPE "consent_giver" AS ENUM ('HOUSEHOLDER', 'ADULT_MEMBER', 'GUARDIAN');

-- CreateEnum
CREATE TYPE "consent_purpose" AS ENUM ('VISITS', 'DONATIONS', 'REFERRAL');

-- CreateEnum
CREATE TYPE "duplicate_decision" AS ENUM ('SAME_HOUSEHOLD', 'DIFFERENT_HOUSEHOLDS');

-- AlterEnum
ALTER TYPE "phrase_use" ADD VALUE 'REVEAL';

-- CreateTable
CREATE TABLE "household" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "keeper_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "hardship_kind" "hardship_kind" NOT NULL,
    "situation" TEXT NOT NULL,
    "members_count" SMALLINT NOT NULL,
    "consent_by" "consent_giver" NOT NULL,
    "consent_on" DATE NOT NULL,
    "consent_purposes" "consent_purpose"[],
    "consent_recorded_by_id" UUID NOT NULL,
    "name_sealed" TEXT,
    "address_sealed" TEXT,
    "phone_sealed" TEXT,
    "identity_sealed" TEXT,
    "identity_index" TEXT,
    "phone_index" TEXT,
    "name_address_index" TEXT,
    "opened_on" DATE NOT NULL,
    "closed_on" DATE,
    "close_reason" TEXT,
    "erased_at" TIMESTAMPTZ(3),
    "erase_reason" TEXT,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "household_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateTable
CREATE TABLE "household_pairing" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "branch_id" UUID NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "end_reason" TEXT,

    CONSTRAINT "household_pairing_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateTable
CREATE TABLE "household_visit" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "household_id" UUID NOT NULL,
    "branch_id" UUID NOT NULL,
    "activity_id" UUID,
    "day" DATE NOT NULL,
    "visitors" TEXT NOT NULL,
    "minutes" INTEGER,
    "agreed" TEXT NOT NULL,
    "next_step" TEXT NOT NULL,
    "next_step_due" DATE,
    "next_step_done_on" DATE,
    "next_step_done_by_id" UUID,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "household_visit_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateTable
CREATE TABLE "household_duplicate" (
    "city_code" TEXT NOT NULL,
    "household_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,
    "decision" "duplicate_decision" NOT NULL,
    "decided_by_id" UUID NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "household_duplicate_pkey" PRIMARY KEY ("city_code","household_id","other_id")
);

-- CreateIndex
CREATE INDEX "household_city_code_identity_index_idx" ON "household"("city_code", "identity_index");

-- CreateIndex
CREATE INDEX "household_city_code_phone_index_idx" ON "household"("city_code", "phone_index");

-- CreateIndex
CREATE INDEX "household_city_code_name_address_index_idx" ON "household"("city_code", "name_address_index");

-- CreateIndex
CREATE INDEX "household_city_code_closed_on_idx" ON "household"("city_code", "closed_on");

-- CreateIndex
CREATE UNIQUE INDEX "household_city_code_number_key" ON "household"("city_code", "number");

-- CreateIndex
CREATE UNIQUE INDEX "household_city_code_keeper_id_sequence_key" ON "household"("city_code", "keeper_id", "sequence");

-- CreateIndex
CREATE INDEX "household_pairing_city_code_household_id_idx" ON "household_pairing"("city_code", "household_id");

-- CreateIndex
CREATE INDEX "household_pairing_city_code_branch_id_idx" ON "household_pairing"("city_code", "branch_id");

-- CreateIndex
CREATE INDEX "household_visit_city_code_household_id_day_idx" ON "household_visit"("city_code", "household_id", "day" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "household_visit_city_code_activity_id_household_id_key" ON "household_visit"("city_code", "activity_id", "household_id");

-- CreateIndex
CREATE INDEX "household_duplicate_city_code_other_id_idx" ON "household_duplicate"("city_code", "other_id");

-- AddForeignKey
ALTER TABLE "household" ADD CONSTRAINT "household_city_code_keeper_id_fkey" FOREIGN KEY ("city_code", "keeper_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "household_pairing" ADD CONSTRAINT "household_pairing_city_code_household_id_fkey" FOREIGN KEY ("city_code", "household_id") REFERENCES "household"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "household_pairing" ADD CONSTRAINT "household_pairing_city_code_branch_id_fkey" FOREIGN KEY ("city_code", "branch_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "household_visit" ADD CONSTRAINT "household_visit_city_code_household_id_fkey" FOREIGN KEY ("city_code", "household_id") REFERENCES "household"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "household_visit" ADD CONSTRAINT "household_visit_city_code_branch_id_fkey" FOREIGN KEY ("city_code", "branch_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "household_visit" ADD CONSTRAINT "household_visit_city_code_activity_id_fkey" FOREIGN KEY ("city_code", "activity_id") REFERENCES "activity"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "household_duplicate" ADD CONSTRAINT "household_duplicate_city_code_household_id_fkey" FOREIGN KEY ("city_code", "household_id") REFERENCES "household"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "household_duplicate" ADD CONSTRAINT "household_duplicate_city_code_other_id_fkey" FOREIGN KEY ("city_code", "other_id") REFERENCES "household"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- What says who a household is, is sealed ('key.base64url') or not there: plain text cannot be stored.
ALTER TABLE "household"
  ADD CONSTRAINT "household_fields_are_sealed" CHECK (
    "name_sealed" ~ '^[a-z0-9-]{1,32}\.[A-Za-z0-9_-]{38,}$' AND
    "address_sealed" ~ '^[a-z0-9-]{1,32}\.[A-Za-z0-9_-]{38,}$' AND
    "phone_sealed" ~ '^[a-z0-9-]{1,32}\.[A-Za-z0-9_-]{38,}$' AND
    "identity_sealed" ~ '^[a-z0-9-]{1,32}\.[A-Za-z0-9_-]{38,}$'),
  ADD CONSTRAINT "household_erased_holds_nothing" CHECK (
    "erased_at" IS NULL OR (
      "closed_on" IS NOT NULL AND "situation" = '' AND
      num_nonnulls("name_sealed", "address_sealed", "phone_sealed", "identity_sealed", "identity_index", "phone_index", "name_address_index") = 0)),
  ADD CONSTRAINT "household_members" CHECK ("members_count" BETWEEN 1 AND 30);
ALTER TABLE "household_pairing"
  ADD CONSTRAINT "household_pairing_days" CHECK ("valid_to" IS NULL OR "valid_to" >= "valid_from");
ALTER TABLE "household_visit"
  ADD CONSTRAINT "household_visit_minutes" CHECK ("minutes" BETWEEN 1 AND 1440);
ALTER TABLE "household_duplicate"
  ADD CONSTRAINT "household_duplicate_order" CHECK ("household_id" < "other_id");

-- A case is erased, never removed: its number and its counts stay.
DO $$
BEGIN
  REVOKE DELETE, TRUNCATE ON "household", "household_pairing", "household_visit" FROM gongjian_app;
EXCEPTION WHEN undefined_object OR insufficient_privilege THEN
  RAISE NOTICE 'the role gongjian_app is not there: the application runs as %', current_user;
END $$;
