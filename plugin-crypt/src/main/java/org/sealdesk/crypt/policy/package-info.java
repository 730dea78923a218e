/**
 * Which algorithms, strengths, sizes and protections are acceptable. Pure functions of their arguments. Knows the JDK\n * only.
 */
@NullMarked
package org.sealdesk.crypt.policy;

import org.jspecify.annotations.NullMarked;
