// expect: no matching function for call to .*Parcel::Parcel\(\)
#include "nrm/referral/parcel.hpp"

nrm::ReferralId make_one() { return nrm::referral::Parcel{}.id(); }
