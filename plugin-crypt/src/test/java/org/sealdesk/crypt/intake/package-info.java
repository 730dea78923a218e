@NullMarked
package org.sealdesk.crypt.intake;

import org.jspecify.annotations.NullMarked;
