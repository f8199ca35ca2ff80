#include "cli.hpp"

int main(int argc, char** argv) {
  return nrm::app::run_cli(argc, argv);
}
