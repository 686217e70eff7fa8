#include "log/verification.h"

#include <algorithm>
#include <map>

#include "log/record_bytes.h"

namespace credence::log {
namespace {

// What stands in the columns beside a record's bytes, for listings.
bool is_shown_as_it_is(const Entry& entry, const Record& record) {
  const Draft& draft = entry.draft;
  return draft.id == record.id && draft.kind == record.kind && draft.at == record.at &&
         draft.probability == record.probability && draft.refused == record.refused &&
         draft.band == record.band &&
         draft.first_reason ==
             (record.reasons.empty() ? std::string() : record.reasons.front().text) &&
         draft.application_id == application_text(record.request.application_id);
}

// Walks one chain, record by record.
class Walk {
 public:
  Walk(Store& store, const Store::Extent& extent, std::span<const Head> known,
       Verification& found)
      : store_(store), at_(extent.before), found_(found) {
    for (const Head& head : known)
      if (head.chain == at_.chain) known_[head.number] = head.hash;
    compare_with_known();
  }

  Result<> visit(const Entry& entry) {
    found_.records += 1;
    if (broken_) return {};
    const Draft& draft = entry.draft;
    if (entry.number != at_.number + 1) {
      report(entry, fmt::format("record {} follows record {}: records are missing",
                                entry.number, at_.number));
      return {};
    }
    const std::string expected = link(at_.hash, entry.number, draft.provenance_hash,
                                      entry.protected_digest, draft.open);
    if (entry.hash != expected) {
      report(entry, "its bytes are not those that its hash was made of");
      return {};
    }
    if (entry.protected_digest.empty() != draft.protected_values.empty() ||
        digest_of(draft.salt, draft.protected_values) != entry.protected_digest) {
      if (!draft.protected_values.empty()) {
        report(entry, "its protected values are not those that were written");
        return {};
      }
      found_.erased += 1;
    }
    TRY(compare_with_record(entry));
    at_ = {entry.chain, entry.number, entry.hash};
    compare_with_known();
    return {};
  }

  // After the last record.
  void finish() {
    found_.heads.push_back(at_);
    if (broken_ || known_.empty() || known_.rbegin()->first <= at_.number) return;
    broken_ = true;
    found_.breaks.push_back(
        {at_.chain, at_.number, "",
         fmt::format(
             "the chain ends at record {}, but its exported head was record {}: "
             "its tail was cut",
             at_.number, known_.rbegin()->first)});
  }

 private:
  void report(const Entry& entry, std::string problem) {
    broken_ = true;
    found_.breaks.push_back(
        {entry.chain, entry.number, entry.draft.id, std::move(problem)});
  }

  Result<> compare_with_record(const Entry& entry) {
    const Draft& draft = entry.draft;
    auto known = provenances_.find(draft.provenance_hash);
    if (known == provenances_.end()) {
      auto provenance = store_.provenance(draft.provenance_hash);
      if (!provenance) {
        report(entry, provenance.error().message);
        return {};
      }
      known = provenances_.emplace(draft.provenance_hash, std::move(*provenance)).first;
    }
    const auto record = record_of(draft.open, draft.protected_values, known->second);
    if (!record)
      report(entry, record.error().message);
    else if (!is_shown_as_it_is(entry, *record) ||
             draft.version_name != known->second.version_name)
      report(entry, "what listings show of it is not what its bytes say");
    return {};
  }

  void compare_with_known() {
    const auto known = known_.find(at_.number);
    if (broken_ || known == known_.end() || known->second == at_.hash) return;
    broken_ = true;
    found_.breaks.push_back({at_.chain, at_.number, "",
                             "its hash is not that of the exported head: the chain was "
                             "written anew"});
  }

  Store& store_;
  Head at_;
  Verification& found_;
  std::map<std::int64_t, std::string> known_;
  std::map<std::string, Provenance> provenances_;
  bool broken_ = false;
};

}  // namespace

Result<Verification> verify(Store& store, std::span<const Head> known) {
  Verification found;
  const auto extents = TRY(store.chains());
  for (const Store::Extent& extent : extents) {
    Walk walk(store, extent, known, found);
    TRY(store.scan(extent.before.chain,
                   [&](const Entry& entry) { return walk.visit(entry); }));
    walk.finish();
  }
  for (const Head& head : known)
    if (std::ranges::none_of(extents, [&](const Store::Extent& extent) {
          return extent.before.chain == head.chain;
        }))
      found.breaks.push_back({head.chain, head.number, "",
                              "the chain of this exported head is not in the log"});
  return found;
}

}  // namespace credence::log
