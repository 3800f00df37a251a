/** Time as an argument: the only package that asks the machine what time it is. */
package org.convoke.clock;
