-- AlterTable
ALTER TABLE "evidence" ADD COLUMN     "fingerprint" TEXT,
ADD COLUMN     "fingerprint_bands" INTEGER[];

-- CreateIndex
CREATE INDEX "evidence_city_code_sha256_idx" ON "evidence"("city_code", "sha256");

-- CreateIndex
CREATE INDEX "evidence_fingerprint_bands_idx" ON "evidence" USING GIN ("fingerprint_bands");
