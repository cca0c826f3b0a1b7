/** What must hold for every input: damaged, hostile and expensive ones. */
@NullMarked
package org.pytorch.alerting.normalize.hostile;

import org.jspecify.annotations.NullMarked;
