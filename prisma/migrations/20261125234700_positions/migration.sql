-- AlterTable
ALTER TABLE "role_assignment" ADD COLUMN "position_id" UUID;

-- AlterTable
ALTER TABLE "countersignature" ADD COLUMN     "deputy_for_name" TEXT;

-- CreateTable
CREATE TABLE "position" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "role" "role" NOT NULL,
    "organisation_id" UUID NOT NULL,
    "zone_id" UUID,

    CONSTRAINT "position_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateTable
CREATE TABLE "deputation" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "assignment_id" UUID NOT NULL,
    "holder_id" UUID NOT NULL,
    "deputy_id" UUID NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE NOT NULL,
    "reason" TEXT NOT NULL,
    "named_by_id" UUID NOT NULL,
    "named_by_name" TEXT NOT NULL,
    "named_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "deputation_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateTable
CREATE TABLE "acted_for" (
    "city_code" TEXT NOT NULL,
    "activity_id" UUID NOT NULL,
    "holder_id" UUID NOT NULL,
    "signs" BOOLEAN NOT NULL,

    CONSTRAINT "acted_for_pkey" PRIMARY KEY ("city_code","activity_id","holder_id","signs")
);

-- CreateTable
CREATE TABLE "hand_over" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "position_id" UUID NOT NULL,
    "from_user_id" UUID NOT NULL,
    "to_user_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "note" TEXT NOT NULL,
    "handed_by_name" TEXT NOT NULL,
    "handed_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "sheet" JSONB,
    "now_with_id" UUID NOT NULL,

    CONSTRAINT "hand_over_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateIndex
CREATE INDEX "position_city_code_organisation_id_role_idx" ON "position"("city_code", "organisation_id", "role");

-- CreateIndex
CREATE INDEX "deputation_deputy_id_idx" ON "deputation"("deputy_id");

-- CreateIndex
CREATE INDEX "deputation_city_code_assignment_id_idx" ON "deputation"("city_code", "assignment_id");

-- CreateIndex
CREATE INDEX "hand_over_city_code_position_id_idx" ON "hand_over"("city_code", "position_id");

-- CreateIndex
CREATE INDEX "hand_over_city_code_from_user_id_idx" ON "hand_over"("city_code", "from_user_id");

-- CreateIndex
CREATE INDEX "hand_over_city_code_now_with_id_idx" ON "hand_over"("city_code", "now_with_id");

-- CreateIndex
CREATE INDEX "role_assignment_city_code_position_id_idx" ON "role_assignment"("city_code", "position_id");

-- One position for each role at an organisation (or over a zone), however many hold it.
CREATE UNIQUE INDEX "position_of_role" ON "position" ("city_code", "organisation_id", "role", "zone_id") NULLS NOT DISTINCT;
INSERT INTO position (city_code, id, role, organisation_id, zone_id)
  SELECT city_code, gen_random_uuid(), role, organisation_id, zone_id FROM (SELECT DISTINCT city_code, role, organisation_id, zone_id FROM role_assignment) held;
UPDATE role_assignment a SET position_id = p.id FROM position p
  WHERE p.city_code = a.city_code AND p.organisation_id = a.organisation_id AND p.role = a.role AND p.zone_id IS NOT DISTINCT FROM a.zone_id;
ALTER TABLE "role_assignment" ALTER COLUMN "position_id" SET NOT NULL;
-- No way of granting a role goes without its position.
CREATE FUNCTION position_is_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO position (city_code, id, role, organisation_id, zone_id)
    VALUES (NEW.city_code, gen_random_uuid(), NEW.role, NEW.organisation_id, NEW.zone_id) ON CONFLICT DO NOTHING;
  SELECT p.id INTO NEW.position_id FROM position p
    WHERE p.city_code = NEW.city_code AND p.organisation_id = NEW.organisation_id AND p.role = NEW.role AND p.zone_id IS NOT DISTINCT FROM NEW.zone_id;
  RETURN NEW;
END $$;
CREATE TRIGGER "role_assignment_has_position" BEFORE INSERT ON "role_assignment" FOR EACH ROW WHEN (NEW.position_id IS NULL) EXECUTE FUNCTION position_is_held();

-- What somebody may act in: the roles they hold, and those of holders on leave whose deputy they are.
CREATE VIEW acting_role AS
  SELECT city_code, id, user_id, role, organisation_id, zone_id, valid_from, valid_to, position_id, NULL::uuid AS deputy_for_id, NULL::text AS deputy_for_name
  FROM role_assignment
  UNION ALL
  SELECT d.city_code, a.id, d.deputy_id, a.role, a.organisation_id, a.zone_id, greatest(a.valid_from, d.valid_from), least(a.valid_to, d.valid_to), a.position_id, d.holder_id, h.name
  FROM deputation d JOIN role_assignment a ON a.city_code = d.city_code AND a.id = d.assignment_id JOIN user_account h ON h.id = d.holder_id
  WHERE d.ended_at IS NULL;

ALTER TABLE "deputation" ADD CONSTRAINT "deputation_ends_after_it_begins" CHECK (valid_to >= valid_from AND deputy_id <> holder_id);
ALTER TABLE "hand_over" ADD CONSTRAINT "hand_over_to_another" CHECK (from_user_id <> to_user_id);
CREATE TRIGGER "hand_over_is_kept" BEFORE DELETE OR TRUNCATE ON "hand_over" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_city_code_position_id_fkey" FOREIGN KEY ("city_code", "position_id") REFERENCES "position"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "position" ADD CONSTRAINT "position_city_code_organisation_id_fkey" FOREIGN KEY ("city_code", "organisation_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "deputation" ADD CONSTRAINT "deputation_city_code_assignment_id_fkey" FOREIGN KEY ("city_code", "assignment_id") REFERENCES "role_assignment"("city_code", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "acted_for" ADD CONSTRAINT "acted_for_city_code_activity_id_fkey" FOREIGN KEY ("city_code", "activity_id") REFERENCES "activity"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "hand_over" ADD CONSTRAINT "hand_over_city_code_position_id_fkey" FOREIGN KEY ("city_code", "position_id") REFERENCES "position"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
