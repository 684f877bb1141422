#pragma once

#include <array>
#include <string_view>

#include "observe/page.h"

// What each cell of a page is called in listings.
namespace weir::observe {

template <class Cells>
struct CellName {
  std::string_view name;
  Cell Cells::*cell;
};

inline constexpr std::array kStageCellNames{
    CellName<StageCells>{"phase", &StageCells::phase},
    CellName<StageCells>{"pid", &StageCells::pid},
    CellName<StageCells>{"thread", &StageCells::thread},
    CellName<StageCells>{"started_ns", &StageCells::started_ns},
    CellName<StageCells>{"first_ns", &StageCells::first_ns},
    CellName<StageCells>{"last_ns", &StageCells::last_ns},
    CellName<StageCells>{"heartbeat_ns", &StageCells::heartbeat_ns},
    CellName<StageCells>{"doing", &StageCells::doing},
    CellName<StageCells>{"records_in", &StageCells::records_in},
    CellName<StageCells>{"records_out", &StageCells::records_out},
    CellName<StageCells>{"bytes_in", &StageCells::bytes_in},
    CellName<StageCells>{"bytes_out", &StageCells::bytes_out},
    CellName<StageCells>{"rejected", &StageCells::rejected},
    CellName<StageCells>{"restarts", &StageCells::restarts},
    CellName<StageCells>{"busy_ns", &StageCells::busy_ns},
    CellName<StageCells>{"starved_ns", &StageCells::starved_ns},
    CellName<StageCells>{"blocked_ns", &StageCells::blocked_ns},
    CellName<StageCells>{"at_hand", &StageCells::at_hand},
    CellName<StageCells>{"at_hand_part", &StageCells::at_hand_part},
    CellName<StageCells>{"deadly", &StageCells::deadly},
    CellName<StageCells>{"deadly_part", &StageCells::deadly_part},
    CellName<StageCells>{"deaths", &StageCells::deaths},
    CellName<StageCells>{"poisons", &StageCells::poisons},
    CellName<StageCells>{"has_sent", &StageCells::has_sent},
    CellName<StageCells>{"total", &StageCells::total},
};

inline constexpr std::array kInletCellNames{
    CellName<InletCells>{"delivered", &InletCells::delivered},
    CellName<InletCells>{"rejected", &InletCells::rejected},
    CellName<InletCells>{"redelivered", &InletCells::redelivered},
    CellName<InletCells>{"duplicates", &InletCells::duplicates},
    CellName<InletCells>{"bad_frames", &InletCells::bad_frames},
};

inline constexpr std::array kOutletCellNames{
    CellName<OutletCells>{"offered", &OutletCells::offered},
    CellName<OutletCells>{"accepted", &OutletCells::accepted},
    CellName<OutletCells>{"dropped", &OutletCells::dropped},
    CellName<OutletCells>{"bad_frames", &OutletCells::bad_frames},
};

// A cell without a name does not compile.
static_assert(sizeof(StageCells) == kStageCellNames.size() * sizeof(Cell) + sizeof(StageCells::poison) +
                                        sizeof(StageCells::sent) + sizeof(Histogram));
static_assert(sizeof(InletCells) == kInletCellNames.size() * sizeof(Cell) + sizeof(Histogram));
static_assert(sizeof(OutletCells) == kOutletCellNames.size() * sizeof(Cell));

}  // namespace weir::observe
