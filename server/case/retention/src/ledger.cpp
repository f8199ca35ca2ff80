#include "ledger_rows.hpp"

namespace nrm::retention {
namespace {

crypto::Digest digest_of(std::string_view label, std::string_view id) {
  auto bytes = bytes_of(label);
  const auto more = view_of(id);
  bytes.insert(bytes.end(), more.begin(), more.end());
  return crypto::sha256(bytes);
}

std::string_view name_of(Erased::Kind kind) {
  switch (kind) {
    case Erased::Kind::whole_case:
      return "case";
    case Erased::Kind::statistics_row:
      return "statistics";
    case Erased::Kind::part:
      break;
  }
  return "part";
}

Erased::Kind parse_kind(const std::string& name) {
  if (name == "case") return Erased::Kind::whole_case;
  return name == "statistics" ? Erased::Kind::statistics_row : Erased::Kind::part;
}

std::string_view name_of(casefile::Extent extent) {
  return extent == casefile::Extent::all ? "all" : "written-text";
}

}  // namespace

crypto::Digest digest_of_case(std::string_view case_id) {
  return digest_of("nrm.erasure.case.1", case_id);
}
crypto::Digest digest_of_statistics_row(std::string_view id) {
  return digest_of("nrm.erasure.statistics.1", id);
}

void keep_entry(log::Act& act, const Erased& entry) {
  act.run(
      "INSERT INTO erasure (id, kind, digest, retention_class, extent, at) VALUES ($id, $kind, $digest, $class, "
      "$extent, "
      "$at) ON CONFLICT (id) DO NOTHING",
      {{"id", entry.id},
       {"kind", name_of(entry.kind)},
       {"digest", ByteView{entry.digest}},
       {"class", entry.retention_class.empty() ? std::nullopt : std::optional{entry.retention_class}},
       {"extent", name_of(entry.extent)},
       {"at", entry.at}});
}

void note_whole(log::Act& act, const CaseId& id, const std::optional<std::string>& statistics_row) {
  const auto note = [&](Erased::Kind kind, const crypto::Digest& digest) {
    keep_entry(act, {kind, nrm::to_text(make_uuid_v4(act.random())), act.now(), digest, {}, {}});
  };
  note(Erased::Kind::whole_case, digest_of_case(id.text()));
  if (statistics_row) note(Erased::Kind::statistics_row, digest_of_statistics_row(*statistics_row));
}

void note_part(log::Act& act, const CaseId& id, std::string_view retention_class, casefile::Extent extent) {
  keep_entry(act, {Erased::Kind::part, nrm::to_text(make_uuid_v4(act.random())), act.now(), digest_of_case(id.text()),
                   std::string{retention_class}, extent});
}

std::vector<Erased> read_entries(storage::Reader& reader) {
  std::vector<Erased> out;
  for (const auto& row :
       reader.query("SELECT id, kind, digest, retention_class, extent, at FROM erasure ORDER BY at, id")) {
    Erased entry{parse_kind(row.text("kind")),
                 row.text("id"),
                 row.time("at"),
                 {},
                 row.maybe_text("retention_class").value_or(""),
                 row.text("extent") == "all" ? casefile::Extent::all : casefile::Extent::written_text};
    const auto& digest = row.blob("digest");
    if (digest.size() != entry.digest.size()) fail_bug("a digest of the ledger of erasures is not 32 bytes long");
    std::copy(digest.begin(), digest.end(), entry.digest.begin());
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace nrm::retention
