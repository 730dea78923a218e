@NullMarked
package org.sealdesk.crypt.verdict;

import org.jspecify.annotations.NullMarked;
