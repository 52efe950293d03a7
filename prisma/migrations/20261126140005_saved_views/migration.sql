-- CreateEnum
CREATE TYPE "saved_view_route" AS ENUM ('EXPLORE');

-- CreateEnum
CREATE TYPE "saved_view_sharing" AS ENUM ('PRIVATE', 'ORGANISATION', 'CITY');

-- CreateTable
CREATE TABLE "saved_view" (
    "city_code" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "route" "saved_view_route" NOT NULL,
    "name" TEXT NOT NULL,
    "search" JSONB NOT NULL,
    "sharing" "saved_view_sharing" NOT NULL,
    "organisation_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("city_code","id")
);

-- CreateIndex
CREATE INDEX "saved_view_city_code_sharing_organisation_id_idx" ON "saved_view"("city_code", "sharing", "organisation_id");

-- CreateIndex
CREATE UNIQUE INDEX "saved_view_city_code_owner_id_route_name_key" ON "saved_view"("city_code", "owner_id", "route", "name");

-- AddForeignKey
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_city_code_organisation_id_fkey" FOREIGN KEY ("city_code", "organisation_id") REFERENCES "organisation"("city_code", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- What stands in an address: fields with their text.
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_search_is_fields" CHECK (jsonb_typeof("search") = 'object');
