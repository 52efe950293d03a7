-- AlterTable
ALTER TABLE "import" ADD COLUMN     "similar_rows" INTEGER NOT NULL DEFAULT 0;
