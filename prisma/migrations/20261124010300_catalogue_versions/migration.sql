-- AlterTable
ALTER TABLE "indicator" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;
