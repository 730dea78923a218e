@NullMarked
package org.sealdesk.crypt.admin;

import org.jspecify.annotations.NullMarked;
