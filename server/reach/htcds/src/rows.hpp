// One row of a file as a new case, and what ran before. Pure, but for taking it in.
#pragma once

#include "as_written.hpp"
#include "cell.hpp"
#include "columns.hpp"
#include "nrm/casefile/case.hpp"
#include "nrm/log/act.hpp"

namespace nrm::htcds {

struct RowReading {
  casefile::Values values;
  std::map<access::Compartment, Cells> as_written;          // sealed in the compartment of the field it belongs to
  std::vector<std::pair<std::string, std::string>> faults;  // key, reason
};
RowReading read_row(const Standard& standard, const Columns& columns, const CsvRow& row, Date today);

// What tells a source row from all others of this team.
struct Source {
  std::string identity;  // its own id; else its content and how often that came before in the file
  std::string content;
};

struct Taking {
  Source source;
  casefile::Values values;
  std::map<access::Compartment, Cells> as_written;
  int position = 0;  // in its file: an export gives back the order too
};
enum class Taken { imported, already_there };
// One act: the case, its cells as written, and the mark that it was imported. A source that was imported with another
// content is refused: which of the two holds is for a person to say.
Result<Taken> take_in(log::Journal& journal, const access::Session& session, std::string action, const Taking& taking,
                      const pathway::Pack& pack);

// Counts the outcome; a problem that is not the row's own ends the run.
Result<void> count(ImportReport& report, const Result<Taken>& taken, int row, int line);
void refuse(ImportReport& report, int row, int line, const std::vector<std::pair<std::string, std::string>>& faults);

}  // namespace nrm::htcds
