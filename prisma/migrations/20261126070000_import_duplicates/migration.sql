-- AlterEnum
ALTER TYPE "import_row_state" ADD VALUE 'DUPLICATE';

-- AlterTable
ALTER TABLE "import" ADD COLUMN     "duplicate_rows" INTEGER NOT NULL DEFAULT 0;
