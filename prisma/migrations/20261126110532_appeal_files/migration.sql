-- CreateEnum
CREATE TYPE "appeal_file_part" AS ENUM ('REASON', 'ANSWER');

-- AlterTable
ALTER TABLE "evidence" ADD COLUMN     "appeal_id" UUID,
ADD COLUMN     "appeal_part" "appeal_file_part",
ALTER COLUMN "activity_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "evidence_upload" ADD COLUMN     "appeal_id" UUID,
ALTER COLUMN "activity_id" DROP NOT NULL;

-- CreateIndex
CREATE INDEX "evidence_city_code_appeal_id_idx" ON "evidence"("city_code", "appeal_id");

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_city_code_appeal_id_fkey" FOREIGN KEY ("city_code", "appeal_id") REFERENCES "appeal"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "evidence_upload" ADD CONSTRAINT "evidence_upload_city_code_appeal_id_fkey" FOREIGN KEY ("city_code", "appeal_id") REFERENCES "appeal"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;
-- By hand: what Prisma's schema cannot say. A file belongs to one record or to one appeal, which says for which part.
ALTER TABLE "evidence"
  ADD CONSTRAINT "evidence_has_one_holder" CHECK (num_nonnulls("activity_id", "appeal_id") = 1),
  ADD CONSTRAINT "evidence_of_an_appeal_has_a_part" CHECK (("appeal_id" IS NULL) = ("appeal_part" IS NULL));
ALTER TABLE "evidence_upload" ADD CONSTRAINT "evidence_upload_has_one_holder" CHECK (num_nonnulls("activity_id", "appeal_id") = 1);
