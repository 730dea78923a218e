@NullMarked
package org.sealdesk.crypt.audit;

import org.jspecify.annotations.NullMarked;
