-- CreateEnum
CREATE TYPE "archive_format" AS ENUM ('PDF', 'DOCX');

-- CreateEnum
CREATE TYPE "archive_state" AS ENUM ('MAKING', 'MADE', 'FAILED', 'CANCELLED');

-- CreateTable
CREATE TABLE "archive" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "organisation_name" TEXT NOT NULL,
    "organisation_path" TEXT NOT NULL,
    "side" "rollup_side" NOT NULL,
    "programme_year" INTEGER NOT NULL,
    "year" INTEGER NOT NULL,
    "serial" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "format" "archive_format" NOT NULL,
    "state" "archive_state" NOT NULL,
    "done_records" INTEGER NOT NULL DEFAULT 0,
    "total_records" INTEGER,
    "alive_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "problem" TEXT,
    "content_hash" TEXT,
    "file_hash" TEXT,
    "file_bytes" INTEGER,
    "signed_records" INTEGER,
    "made_by_id" UUID NOT NULL,
    "made_by_name" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "made_at" TIMESTAMPTZ(3),

    CONSTRAINT "archive_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateTable
CREATE TABLE "archive_record" (
    "city_code" TEXT NOT NULL,
    "archive_id" UUID NOT NULL,
    "activity_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,

    CONSTRAINT "archive_record_pkey" PRIMARY KEY ("city_code","archive_id","activity_id")
);

-- CreateIndex
CREATE INDEX "archive_city_code_requested_at_id_idx" ON "archive"("city_code", "requested_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "archive_city_code_organisation_path_requested_at_idx" ON "archive"("city_code", "organisation_path" text_pattern_ops, "requested_at" DESC);

-- CreateIndex
CREATE INDEX "archive_city_code_file_hash_idx" ON "archive"("city_code", "file_hash");

-- CreateIndex
CREATE UNIQUE INDEX "archive_city_code_code_key" ON "archive"("city_code", "code");

-- CreateIndex
CREATE UNIQUE INDEX "archive_city_code_year_serial_key" ON "archive"("city_code", "year", "serial");

-- AddForeignKey
ALTER TABLE "archive" ADD CONSTRAINT "archive_city_code_organisation_id_fkey" FOREIGN KEY ("city_code", "organisation_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "archive_record" ADD CONSTRAINT "archive_record_city_code_archive_id_fkey" FOREIGN KEY ("city_code", "archive_id") REFERENCES "archive"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- By hand: what Prisma's schema cannot say.
ALTER TABLE "archive"
  ADD CONSTRAINT "archive_serial" CHECK ("serial" > 0),
  ADD CONSTRAINT "archive_made" CHECK ("state" <> 'MADE' OR ("content_hash" ~ '^[0-9a-f]{64}$' AND "file_hash" ~ '^[0-9a-f]{64}$' AND "file_bytes" > 0 AND "signed_records" >= 0 AND "total_records" >= "signed_records" AND "made_at" IS NOT NULL));
ALTER TABLE "archive_record" ADD CONSTRAINT "archive_record_digest" CHECK ("digest" ~ '^[0-9a-f]{64}$');
-- Of the same year of an organisation, one document of a kind is made at a time.
CREATE UNIQUE INDEX "archive_under_way" ON "archive" ("city_code", "organisation_id", "programme_year", "format") WHERE "state" = 'MAKING';
-- What was registered is never changed afterwards.
CREATE FUNCTION refuse_archive_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."state" <> 'MAKING' THEN RAISE EXCEPTION 'an archive that has ended is never changed'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "archive_is_registered" BEFORE UPDATE ON "archive" FOR EACH ROW EXECUTE FUNCTION refuse_archive_change();
CREATE TRIGGER "archive_record_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "archive_record" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongjian_app') THEN
    REVOKE DELETE, TRUNCATE ON "archive" FROM gongjian_app;
    REVOKE UPDATE, DELETE, TRUNCATE ON "archive_record" FROM gongjian_app;
  END IF;
END $$;
