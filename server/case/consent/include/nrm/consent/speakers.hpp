// Who may speak for her. Age and birth date are sealed, so this is asked inside sessions only; docs/decisions says why
// no clock knows her birthday.
#pragma once

#include "nrm/consent/record.hpp"

namespace nrm::consent {

// Whoever spoke for her in that place is suspected of the crime: out at once. Every consent given for her in that place
// ends, by whatever name; the names may never speak for her or be contacted again; another is to be found. In every
// case that stands for her and that this member opens; for the others hear_suspicion() does it, and until then whoever
// opens both passes nothing on by his word.
struct Suspicion {
  SpokenTo who = SpokenTo::guardian;  // or representative
  std::string name;                   // as far as it is known
};
Result<std::size_t> suspect_representative(log::Act& act, const access::Permit& permit, const pathway::Pack& pack,
                                           const CaseId& id, const Suspicion& suspicion);

// What was heard in one of her cases, by whoever holds only that one or before the cases were merged, in those where it
// was not: as suspect_representative does. Gives how many ended; nothing where all is heard.
Result<std::size_t> hear_suspicion(log::Act& act, const access::Permit& permit, const pathway::Pack& pack,
                                   const CaseId& id);

// Of the person, over all cases that stand for her and that this member opens. How old she is, the surviving one says.
struct Attention {
  bool ask_herself = false;          // what others agreed to for her has ended or must end: she is asked herself
  bool find_representative = false;  // whoever spoke for her is out, and nobody has taken the place
  bool suspicion_unheard = false;    // one of her cases goes on as if nobody were suspected: hear_suspicion() is due
};
Result<Attention> attention_of(log::Act& act, const access::Permit& permit, const pathway::Pack& pack,
                               const CaseId& id);
// She is of age: what guardians and representatives agreed to ends, in every case that stands for her, and the task to
// ask her opens. Gives how many ended.
Result<std::size_t> end_spoken_for(log::Act& act, const access::Permit& permit, const pathway::Pack& pack,
                                   const CaseId& id);

}  // namespace nrm::consent
