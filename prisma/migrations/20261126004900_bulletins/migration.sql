-- CreateEnum
CREATE TYPE "bulletin_state" AS ENUM ('DRAFT', 'PROPOSED', 'PUBLISHED', 'SUPERSEDED');

-- CreateEnum
CREATE TYPE "bulletin_order" AS ENUM ('RANK', 'ORGANISATION');

-- CreateTable
CREATE TABLE "bulletin" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "programme_year" INTEGER NOT NULL,
    "kind" "organisation_kind" NOT NULL,
    "state" "bulletin_state" NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "document_number" TEXT NOT NULL,
    "order" "bulletin_order" NOT NULL,
    "grades" "grade"[],
    "content" JSONB NOT NULL,
    "code" TEXT NOT NULL,
    "replaces_id" UUID,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_by_name" TEXT NOT NULL,
    "proposed_by_id" UUID,
    "proposed_by_name" TEXT,
    "proposed_at" TIMESTAMPTZ(3),
    "published_by_id" UUID,
    "published_by_name" TEXT,
    "published_at" TIMESTAMPTZ(3),
    "superseded_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulletin_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateTable
CREATE TABLE "bulletin_file" (
    "city_code" TEXT NOT NULL,
    "bulletin_id" UUID NOT NULL,
    "format" "archive_format" NOT NULL,
    "bytes" BYTEA NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "bulletin_file_pkey" PRIMARY KEY ("city_code","bulletin_id","format")
);

-- CreateIndex
CREATE INDEX "bulletin_city_code_run_id_idx" ON "bulletin"("city_code", "run_id");

-- CreateIndex
CREATE INDEX "bulletin_city_code_changed_at_id_idx" ON "bulletin"("city_code", "changed_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "bulletin_city_code_code_key" ON "bulletin"("city_code", "code");

-- CreateIndex
CREATE INDEX "bulletin_file_city_code_hash_idx" ON "bulletin_file"("city_code", "hash");

-- AddForeignKey
ALTER TABLE "bulletin" ADD CONSTRAINT "bulletin_city_code_run_id_fkey" FOREIGN KEY ("city_code", "run_id") REFERENCES "assessment_run"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "bulletin" ADD CONSTRAINT "bulletin_city_code_replaces_id_fkey" FOREIGN KEY ("city_code", "replaces_id") REFERENCES "bulletin"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "bulletin_file" ADD CONSTRAINT "bulletin_file_city_code_bulletin_id_fkey" FOREIGN KEY ("city_code", "bulletin_id") REFERENCES "bulletin"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- By hand: what Prisma's schema cannot say.
ALTER TABLE "bulletin"
  ADD CONSTRAINT "bulletin_grades" CHECK (cardinality("grades") > 0),
  ADD CONSTRAINT "bulletin_replaces" CHECK ("replaces_id" <> "id"),
  ADD CONSTRAINT "bulletin_proposed" CHECK ("state" = 'DRAFT' OR ("proposed_by_id" IS NOT NULL AND "proposed_by_name" IS NOT NULL AND "proposed_at" IS NOT NULL)),
  ADD CONSTRAINT "bulletin_published" CHECK ("state" IN ('DRAFT', 'PROPOSED') = ("published_at" IS NULL) AND ("published_at" IS NULL) = ("published_by_id" IS NULL)),
  ADD CONSTRAINT "bulletin_of_two" CHECK ("published_by_id" <> "proposed_by_id"),
  ADD CONSTRAINT "bulletin_superseded" CHECK (("state" = 'SUPERSEDED') = ("superseded_at" IS NOT NULL));
-- A number is given once; a published one is superseded by one other at most.
CREATE UNIQUE INDEX "bulletin_number" ON "bulletin" ("city_code", "document_number") WHERE "state" IN ('PUBLISHED', 'SUPERSEDED');
CREATE UNIQUE INDEX "bulletin_superseded_once" ON "bulletin" ("city_code", "replaces_id") WHERE "state" IN ('PUBLISHED', 'SUPERSEDED');
CREATE INDEX "bulletin_replaces_id" ON "bulletin" ("city_code", "replaces_id") WHERE "replaces_id" IS NOT NULL;
-- What was published never changes but in that another takes its place, and is never removed.
CREATE FUNCTION guard_bulletin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a bulletin is never removed'; END IF;
  IF OLD."state" = 'SUPERSEDED'
    OR (OLD."state" = 'PUBLISHED' AND (NEW."state" <> 'SUPERSEDED' OR (to_jsonb(NEW) - 'state' - 'superseded_at' - 'version') <> (to_jsonb(OLD) - 'state' - 'superseded_at' - 'version')))
    OR (OLD."state" IN ('DRAFT', 'PROPOSED') AND NEW."state" = 'SUPERSEDED')
    OR (OLD."state" = 'DRAFT' AND NEW."state" = 'PUBLISHED')
  THEN RAISE EXCEPTION 'a bulletin that was published is never changed'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "bulletin_is_kept" BEFORE UPDATE OR DELETE ON "bulletin" FOR EACH ROW EXECUTE FUNCTION guard_bulletin();
ALTER TABLE "bulletin_file" ADD CONSTRAINT "bulletin_file_hash" CHECK ("hash" = encode(sha256("bytes"), 'hex'));
CREATE TRIGGER "bulletin_file_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "bulletin_file" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongjian_app') THEN
    REVOKE DELETE, TRUNCATE ON "bulletin" FROM gongjian_app;
    REVOKE UPDATE, DELETE, TRUNCATE ON "bulletin_file" FROM gongjian_app;
  END IF;
END $$;
