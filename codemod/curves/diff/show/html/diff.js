
"use strict";
// The axis stands in the address.
(() => {
  const axis = Address.axis(() => keep());
  const keep = Address.kept([axis], () => {});
})();
